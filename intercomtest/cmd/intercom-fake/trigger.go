package main

import "context"

func (p *program) trigger(ctx context.Context, args []string) error { return nil }

const help = "x"
