package intercomtest

import (
	"net/http"
	"regexp"
	"strings"
)

func (w *workspace) phoneSwitchRoutes() routes {
	return routes{modern: {"POST /phone_call_redirects": w.switchPhone}}
}

var phoneNumber = regexp.MustCompile(`^\+[1-9][0-9]{6,14}$`)

// switchPhone sends an SMS to nowhere. Custom attributes go to the contact that
// has the number, if there is one. Its errors have a form of their own.
func (w *workspace) switchPhone(x *exchange) (any, error) {
	number := strings.ReplaceAll(x.body.text("phone"), " ", "")
	if !phoneNumber.MatchString(number) {
		x.status = http.StatusBadRequest
		return object{"error_key": "invalid_phone_number", "message": "Invalid phone number"}, nil
	}
	if p := first(w.peopleWhere(func(p *person) bool { return p.phone == number })); p != nil {
		f := &fields{object: x.body}
		f.attributes(&p.attributes, 250, false)
		if f.err != nil {
			return nil, f.err
		}
		p.updatedAt = x.now
	}
	return object{"type": "phone_call_redirect", "phone": number, "url": "http://via.intercom.io/msgr/" + uuid()}, nil
}
