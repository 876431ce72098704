//go:build unix

package main

import (
	"errors"
	"os"
	"os/exec"
	"os/user"
	"strconv"
	"syscall"
)

// account returns whom PostgreSQL runs as if this program is run by root, for whom
// it does not run, and nil otherwise.
func account() (*syscall.Credential, error) {
	if os.Geteuid() != 0 {
		return nil, nil //nolint:nilnil // the same user
	}
	for _, name := range []string{"postgres", "nobody"} {
		found, err := user.Lookup(name)
		if err != nil {
			continue
		}
		uid, err := strconv.ParseUint(found.Uid, 10, 32)
		if err != nil {
			continue
		}
		gid, err := strconv.ParseUint(found.Gid, 10, 32)
		if err != nil {
			continue
		}
		return &syscall.Credential{Uid: uint32(uid), Gid: uint32(gid)}, nil
	}
	return nil, errors.New("root cannot run it, and there is neither a user postgres nor a user nobody who could")
}

// giveAway makes the account the owner of a folder.
func giveAway(folder string) error {
	as, err := account()
	if err != nil || as == nil {
		return err
	}
	return os.Chown(folder, int(as.Uid), int(as.Gid))
}

// detach lets a command run as the account, and in a process group of its own.
func detach(cmd *exec.Cmd) {
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	cmd.SysProcAttr.Credential, _ = account() // giveAway has reported the error
	endWithParent(cmd.SysProcAttr)
}
