package bench

import (
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"time"
)

// What one writes without the SDK: structs of plain fields, one function for a
// call, a client with a timeout and a transport that keeps its connections.

type plainUser struct {
	Type      string `json:"type"`
	ID        string `json:"id"`
	UserID    string `json:"user_id"`
	Anonymous bool   `json:"anonymous"`
	Email     string `json:"email"`
	Phone     string `json:"phone"`
	Name      string `json:"name"`
	Pseudonym string `json:"pseudonym"`
	Avatar    struct {
		Type     string `json:"type"`
		ImageURL string `json:"image_url"`
	} `json:"avatar"`
	AppID     string `json:"app_id"`
	Companies struct {
		Companies []struct {
			ID               string         `json:"id"`
			CompanyID        string         `json:"company_id"`
			Name             string         `json:"name"`
			CustomAttributes map[string]any `json:"custom_attributes"`
		} `json:"companies"`
	} `json:"companies"`
	LocationData struct {
		CityName      string `json:"city_name"`
		RegionName    string `json:"region_name"`
		CountryName   string `json:"country_name"`
		CountryCode   string `json:"country_code"`
		ContinentCode string `json:"continent_code"`
		PostalCode    string `json:"postal_code"`
		Timezone      string `json:"timezone"`
	} `json:"location_data"`
	LastRequestAt   int64  `json:"last_request_at"`
	LastSeenIP      string `json:"last_seen_ip"`
	CreatedAt       int64  `json:"created_at"`
	RemoteCreatedAt int64  `json:"remote_created_at"`
	SignedUpAt      int64  `json:"signed_up_at"`
	UpdatedAt       int64  `json:"updated_at"`
	SessionCount    int    `json:"session_count"`
	SocialProfiles  struct {
		SocialProfiles []struct {
			Name     string `json:"name"`
			ID       string `json:"id"`
			Username string `json:"username"`
			URL      string `json:"url"`
		} `json:"social_profiles"`
	} `json:"social_profiles"`
	UnsubscribedFromEmails bool `json:"unsubscribed_from_emails"`
	MarkedEmailAsSpam      bool `json:"marked_email_as_spam"`
	HasHardBounced         bool `json:"has_hard_bounced"`
	DoNotTrack             bool `json:"do_not_track"`
	Tags                   struct {
		Tags []struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		} `json:"tags"`
	} `json:"tags"`
	Segments struct {
		Segments []struct {
			ID string `json:"id"`
		} `json:"segments"`
	} `json:"segments"`
	CustomAttributes map[string]any `json:"custom_attributes"`
	Referrer         string         `json:"referrer"`
	UTMCampaign      string         `json:"utm_campaign"`
	UTMContent       string         `json:"utm_content"`
	UTMMedium        string         `json:"utm_medium"`
	UTMSource        string         `json:"utm_source"`
	UTMTerm          string         `json:"utm_term"`
	OwnerID          string         `json:"owner_id"`
}

type plainPage struct {
	Users []plainUser `json:"users"`
	Pages struct {
		Next string `json:"next"`
	} `json:"pages"`
	TotalCount int `json:"total_count"`
}

type plainCompany struct {
	Type      string `json:"type"`
	ID        string `json:"id"`
	CompanyID string `json:"company_id"`
	Name      string `json:"name"`
	AppID     string `json:"app_id"`
	Plan      struct {
		ID   string `json:"id"`
		Name string `json:"name"`
	} `json:"plan"`
	RemoteCreatedAt  int64          `json:"remote_created_at"`
	CreatedAt        int64          `json:"created_at"`
	UpdatedAt        int64          `json:"updated_at"`
	Size             int            `json:"size"`
	Website          string         `json:"website"`
	Industry         string         `json:"industry"`
	MonthlySpend     float64        `json:"monthly_spend"`
	SessionCount     int            `json:"session_count"`
	UserCount        int            `json:"user_count"`
	CustomAttributes map[string]any `json:"custom_attributes"`
}

type plainConversation struct {
	ID              string `json:"id"`
	Title           string `json:"title"`
	CreatedAt       int64  `json:"created_at"`
	UpdatedAt       int64  `json:"updated_at"`
	Open            bool   `json:"open"`
	State           string `json:"state"`
	Read            bool   `json:"read"`
	Priority        string `json:"priority"`
	AdminAssigneeID int64  `json:"admin_assignee_id"`
	Source          struct {
		Type        string      `json:"type"`
		ID          string      `json:"id"`
		DeliveredAs string      `json:"delivered_as"`
		Subject     string      `json:"subject"`
		Body        string      `json:"body"`
		Author      plainAuthor `json:"author"`
	} `json:"source"`
	Contacts struct {
		Contacts []struct {
			ID         string `json:"id"`
			ExternalID string `json:"external_id"`
		} `json:"contacts"`
	} `json:"contacts"`
	Tags struct {
		Tags []struct {
			ID   string `json:"id"`
			Name string `json:"name"`
		} `json:"tags"`
	} `json:"tags"`
	Parts struct {
		Parts []struct {
			ID         string      `json:"id"`
			PartType   string      `json:"part_type"`
			Body       string      `json:"body"`
			CreatedAt  int64       `json:"created_at"`
			UpdatedAt  int64       `json:"updated_at"`
			NotifiedAt int64       `json:"notified_at"`
			Author     plainAuthor `json:"author"`
			ExternalID string      `json:"external_id"`
			Redacted   bool        `json:"redacted"`
		} `json:"conversation_parts"`
	} `json:"conversation_parts"`
}

type plainAuthor struct {
	Type  string `json:"type"`
	ID    string `json:"id"`
	Name  string `json:"name"`
	Email string `json:"email"`
}

const (
	benchToken = "dG9rOmJlbmNobWFyay10b2tlbg=="
	userAgent  = "intercom-go/0.1.0 (go; bench)"
)

func plainClient() *http.Client {
	t := http.DefaultTransport.(*http.Transport).Clone()
	t.MaxIdleConns, t.MaxIdleConnsPerHost = 0, 512
	return &http.Client{Transport: t, Timeout: time.Minute}
}

// send makes a request. A nil in means no body.
func send(client *http.Client, method, path, version string, in any) (*http.Response, error) {
	var body io.Reader
	if in != nil {
		b, err := json.Marshal(in)
		if err != nil {
			return nil, err
		}
		body = bytes.NewReader(b)
	}
	req, err := http.NewRequest(method, server+path, body)
	if err != nil {
		return nil, err
	}
	req.Header.Set("Authorization", "Bearer "+benchToken)
	req.Header.Set("Accept", "application/json")
	req.Header.Set("Intercom-Version", version)
	req.Header.Set("User-Agent", userAgent)
	if in != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	return client.Do(req)
}

// bare makes a call and reads the response into out.
func bare(client *http.Client, method, path, version string, in, out any) error {
	res, err := send(client, method, path, version, in)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return err
	}
	if res.StatusCode >= 300 {
		return fmt.Errorf("status %d: %s", res.StatusCode, b)
	}
	return json.Unmarshal(b, out)
}

// floor makes a call and drops the response.
func floor(client *http.Client, method, path, version string, in any) error {
	res, err := send(client, method, path, version, in)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	_, err = io.Copy(io.Discard, res.Body)
	return err
}
