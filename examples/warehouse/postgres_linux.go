package main

import "syscall"

// endWithParent lets a server end when this program is killed. It stops at once
// and is as a machine is after a power cut, which it recovers from.
func endWithParent(attr *syscall.SysProcAttr) { attr.Pdeathsig = syscall.SIGQUIT }
