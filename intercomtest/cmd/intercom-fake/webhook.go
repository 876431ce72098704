package main

import (
	"github.com/go-intercom/intercom/intercomtest"
)

func (f *serveFlags) webhookOptions(*program) []intercomtest.Option { return nil }

func (f *serveFlags) subscribe(*intercomtest.Server) error { return nil }
