package intercom

import "context"

// PhoneSwitchesService moves phone calls to the Messenger.
//
// https://developers.intercom.com/docs/references/rest-api/api.intercom.io/switch
type PhoneSwitchesService service

// PhoneSwitch is an invitation to go on in the Messenger, sent by SMS.
//
//intercom:schema phone_switch
type PhoneSwitch struct {
	Object

	Phone string `json:"phone,omitzero"` // where the SMS went; Intercom often leaves it out
	URL   string `json:"url,omitzero"`   // what the SMS links to
}

// Create sends an SMS with a link to the Messenger, and is never repeated by
// itself once it may have been received. A number that is none is a BadRequestError,
// code invalid_phone_number; one that could not be reached has the code sms_failed.
func (s *PhoneSwitchesService) Create(ctx context.Context, params PhoneSwitchCreate, opts ...Option) (*PhoneSwitch, error) {
	return do[*PhoneSwitch](ctx, s.client, params.request(), opts)
}

// PhoneSwitchCreate describes an invitation.
//
//intercom:schema create_phone_switch_request
type PhoneSwitchCreate struct {
	private

	Phone            string     `json:"phone"`                      // required, in the form of E.164: +353832345678
	CustomAttributes Attributes `json:"custom_attributes,omitzero"` // go to the user or lead
}

func (p PhoneSwitchCreate) request() *request {
	return op("POST /phone_call_redirects").require("Phone", p.Phone).body(p)
}
