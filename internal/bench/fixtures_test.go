package bench

import (
	"fmt"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"
)

// userJSON is a user with everything, as API 1.4 sends it.
func userJSON(n int) string {
	var companies, tags, segments, profiles []string
	for i := range 3 {
		companies = append(companies, fmt.Sprintf(`{"type":"company","id":"5f2a90be91d2a7e5%04x%04x","company_id":"customer-%d-%d","name":"Customer number %d","custom_attributes":{"tier":"gold","seats":%d}}`, n%0xffff, i, n, i, i, 10*i))
	}
	for i := range 4 {
		tags = append(tags, fmt.Sprintf(`{"type":"tag","id":"%d","name":"Tag of colour %d"}`, 1000+i, i))
		segments = append(segments, fmt.Sprintf(`{"type":"segment","id":"5f2a90be91d2a7e500%04xaa"}`, i))
	}
	for i, network := range []string{"twitter", "facebook", "linkedin"} {
		profiles = append(profiles, fmt.Sprintf(`{"type":"social_profile","name":"%s","id":"%d","username":"somebody%d","url":"https://social.example/%s/somebody%d"}`, network, 77_000+i, n, network, n))
	}
	return fmt.Sprintf(`{"type":"user","id":"5f2a90be91d2a7e5%08x","user_id":"customer-%d","anonymous":false,"email":"somebody%d@example.com","phone":"+49 30 5550 %04d","name":"Somebody Number %d","pseudonym":null,"avatar":{"type":"avatar","image_url":"https://pictures.example/avatars/%d/square_128.jpeg"},"app_id":"abc12345","companies":{"type":"company.list","companies":[%s]},"location_data":{"type":"location_data","city_name":"Bremen","continent_code":"EU","country_code":"DEU","country_name":"Germany","postal_code":"28195","region_name":"Bremen","timezone":"Europe/Berlin"},"last_request_at":1700000900,"created_at":1690000000,"remote_created_at":1689990000,"signed_up_at":1689990000,"updated_at":1700001000,"session_count":%d,"social_profiles":{"type":"social_profile.list","social_profiles":[%s]},"unsubscribed_from_emails":false,"marked_email_as_spam":false,"has_hard_bounced":false,"tags":{"type":"tag.list","tags":[%s]},"segments":{"type":"segment.list","segments":[%s]},"custom_attributes":{"plan":"professional","paid_subscriber":true,"monthly_spend":155.5,"team_mates":%d,"last_invoice_at":1699000000,"favourite_colour":"a rather dark \"teal\"","newsletter":null,"source":"conference"},"referrer":"https://www.example.com/blog/how-to-choose","utm_campaign":"autumn","utm_content":null,"utm_medium":"email","utm_source":"newsletter","utm_term":null,"do_not_track":null,"last_seen_ip":"203.0.113.7","owner_id":"123456"}`,
		n, n, n, n%10000, n, n, strings.Join(companies, ","), n, strings.Join(profiles, ","), strings.Join(tags, ","), strings.Join(segments, ","), n)
}

// pageJSON is a page of users from number first on.
func pageJSON(first, count int, more bool) string {
	users := make([]string, count)
	for i := range users {
		users[i] = userJSON(first + i)
	}
	next, pages, total := "null", first/count+1, first+count
	if more {
		pages, total = 667, 100_000
		next = fmt.Sprintf(`"https://api.intercom.io/users?page=%d&per_page=%d"`, first/count+2, count)
	}
	return fmt.Sprintf(`{"type":"user.list","pages":{"type":"pages","next":%s,"page":%d,"per_page":%d,"total_pages":%d},"total_count":%d,"users":[%s]}`,
		next, first/count+1, count, pages, total, strings.Join(users, ","))
}

const companyJSON = `{"type":"company","id":"6f2a90be91d2a7e500000001","company_id":"customer-1","name":"Blue Sun","app_id":"abc12345","plan":{"type":"plan","id":"12","name":"professional"},"remote_created_at":1690000000,"created_at":1690000100,"updated_at":1700000000,"size":85,"website":"https://bluesun.example","industry":"food","monthly_spend":4900,"session_count":26,"user_count":12,"custom_attributes":{"region":"north"}}`

// parts makes a conversation of 300 KB.
const parts = 288

// conversationJSON is a conversation with so many parts, each of about 1.2 KB.
func conversationJSON(count int) string {
	list := make([]string, count)
	for i := range list {
		body := strings.Repeat(fmt.Sprintf("<p>Part %d: thank you for the details, we are looking into it &amp; will be back soon.</p>\\n", i), 8)
		list[i] = fmt.Sprintf(`{"type":"conversation_part","id":"%d","part_type":"comment","body":"%s","created_at":%d,"updated_at":%d,"notified_at":%d,"assigned_to":null,"author":{"id":"%d","type":"admin","name":"Kaylee %d","email":"kaylee%d@example.com"},"attachments":[],"external_id":null,"redacted":false}`,
			90_000+i, body, 1_700_000_000+i, 1_700_000_000+i, 1_700_000_001+i, 500+i%7, i%7, i%7)
	}
	return fmt.Sprintf(`{"type":"conversation","id":"4711","title":"A long story","created_at":1700000000,"updated_at":1700009000,"waiting_since":null,"snoozed_until":null,"open":true,"state":"open","read":true,"priority":"not_priority","admin_assignee_id":500,"team_assignee_id":null,"source":{"type":"email","id":"1","delivered_as":"customer_initiated","subject":"It does not start","body":"<p>Hello</p>","author":{"type":"user","id":"5f2a90be91d2a7e500000001","name":"Somebody","email":"somebody@example.com"},"url":null},"contacts":{"type":"contact.list","contacts":[{"type":"contact","id":"5f2a90be91d2a7e500000001","external_id":"customer-1"}]},"tags":{"type":"tag.list","tags":[{"type":"tag","id":"1000","name":"engine"}]},"conversation_parts":{"type":"conversation_part.list","conversation_parts":[%s],"total_count":%d}}`,
		strings.Join(list, ","), count)
}

func TestFixtures(t *testing.T) {
	assert.InDelta(t, 2700, len(userJSON(1)), 400)
	assert.InDelta(t, 300_000, len(conversationJSON(parts)), 30_000)
}
