package main

import (
	"context"
	"fmt"
	"time"

	"github.com/go-intercom/intercom"
	"github.com/go-intercom/intercom/examples/internal/demo"
	"github.com/go-intercom/intercom/intercomtest"
)

// newFake makes a fake workspace in this process with some of everything: a tenth
// as many conversations as contacts, and a twentieth as many tickets and companies.
// Most of it was last updated some days ago.
func newFake(ctx context.Context, count int) (*intercomtest.Server, error) {
	fake := intercomtest.NewServer()
	return fake, seed(ctx, fake, count)
}

func seed(ctx context.Context, fake *intercomtest.Server, count int) error {
	s := &seeder{fake: fake, ctx: ctx}
	return fake.Seed(func(client *intercom.Client) error {
		s.client = client
		for _, step := range []func(count int) error{s.contacts, s.companies, s.tags, s.conversations, s.tickets} {
			if err := step(count); err != nil {
				return err
			}
		}
		return nil
	})
}

type seeder struct {
	fake   *intercomtest.Server
	client *intercom.Client
	ctx    context.Context
	people []intercom.ID
}

// age makes the n-th thing older.
func (s *seeder) age(id intercom.ID, n int) {
	at := time.Now().Add(-10*24*time.Hour - time.Duration(n)*time.Minute)
	s.fake.SetTimes(string(id), at.Add(-24*time.Hour), at)
}

func (s *seeder) contacts(count int) error {
	if err := demo.Seed(s.ctx, s.client, count); err != nil {
		return err
	}
	for contact, err := range s.client.Contacts.List(s.ctx).PerPage(150).All() {
		if err != nil {
			return err
		}
		s.age(contact.ID, len(s.people))
		s.people = append(s.people, contact.ID)
	}
	return nil
}

func (s *seeder) companies(count int) error {
	plans := []string{"free", "team", "fleet"}
	for n := range count / 20 {
		company, err := s.client.Companies.Create(s.ctx, intercom.CompanyCreate{
			CompanyID: fmt.Sprintf("ship-%d", n), Name: fmt.Sprintf("Ship %d", n), Plan: plans[n%len(plans)],
		})
		if err != nil {
			return err
		}
		if _, err := s.client.Companies.AddToContact(s.ctx, s.people[n], company.ID); err != nil {
			return err
		}
		s.age(company.ID, n)
	}
	return nil
}

func (s *seeder) tags(count int) error {
	for n := range min(count, 12) {
		tag, err := s.client.Tags.Create(s.ctx, fmt.Sprintf("Deck %d", n))
		if err != nil {
			return err
		}
		for i := 0; i < len(s.people); i += 7 * (n + 1) {
			if _, err := s.client.Tags.AddToContact(s.ctx, s.people[i], tag.ID); err != nil {
				return err
			}
		}
	}
	return nil
}

func (s *seeder) conversations(count int) error {
	me, err := s.client.Admins.Me(s.ctx)
	if err != nil {
		return err
	}
	for n := range count / 10 {
		begun, err := s.client.Conversations.Create(s.ctx, intercom.ConversationCreate{
			From: intercom.ByID(s.people[n]), Body: fmt.Sprintf("The sails of ship %d are torn.", n),
		})
		if err != nil {
			return err
		}
		for i := range 1 + n%5 {
			reply := intercom.AdminReply{AdminID: me.ID, Body: fmt.Sprintf("New ones are on their way, part %d.", i)}
			if _, err := s.client.Conversations.Reply(s.ctx, begun.ConversationID, reply); err != nil {
				return err
			}
		}
		s.age(begun.ConversationID, n)
	}
	return nil
}

func (s *seeder) tickets(count int) error {
	kind, err := s.client.TicketTypes.Create(s.ctx, intercom.TicketTypeCreate{Name: "Repair", Category: intercom.TicketCategoryCustomer})
	if err != nil {
		return err
	}
	for n := range count / 20 {
		ticket, err := s.client.Tickets.Create(s.ctx, intercom.TicketCreate{
			TicketTypeID: kind.ID, Contact: intercom.ByID(s.people[n]),
			Attributes: intercom.Attributes{intercom.TicketAttributeNameTitle: fmt.Sprintf("Mast %d", n)},
		})
		if err != nil {
			return err
		}
		s.age(ticket.ID, n)
	}
	return nil
}
