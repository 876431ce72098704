package intercom

import (
	"archive/tar"
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"encoding/csv"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"slices"
	"strings"
)

// exportTable takes what a file has: a header and the records of CSV, or
// objects of JSON. Records and objects report whether more is wanted.
type exportTable interface {
	header(columns []string) // which it may keep
	record(values []string) (more bool)
	object(raw string) (more bool, err error)
}

// readExport downloads the file of an export and hands what is in it to a table.
func (c *Client) readExport(ctx context.Context, r *request, to exportTable, opts []Option) error {
	body, err := open(ctx, c, r.patiently(), opts)
	if err != nil {
		return err
	}
	defer body.Close()
	err = (&exportFile{ctx, to}).unpack(bufio.NewReader(body), 0)
	_, lost := errors.AsType[*ConnectionError](err)
	switch {
	case err == nil, errors.Is(err, errEnough):
		return nil
	case lost:
		return err
	case ctx.Err() != nil:
		return newConnectionError(r.op, 1, ctx.Err(), asItIs)
	}
	return &DecodeError{Operation: r.op, Err: err}
}

var (
	errEnough      = errors.New("no more rows are wanted")
	errZIP         = errors.New("the file is a ZIP archive, which cannot be read as it comes: see Download")
	errNoCSV       = errors.New("want CSV")
	errRowTooLarge = fmt.Errorf("a row has more than %d MiB", maxRow>>20)
)

// exportFile reads a file that may be packed.
type exportFile struct {
	ctx context.Context
	to  exportTable
}

const (
	tarBlock = 512
	tarMagic = "ustar"
	tarAt    = 257 // of the magic
	maxPacks = 4   // one inside of another
	maxRow   = 16 << 20
)

// unpack reads a file by what it begins with: gzip and tar, also inside of each
// other, are unpacked as they come.
func (f *exportFile) unpack(in *bufio.Reader, depth int) error {
	start, err := in.Peek(tarBlock)
	switch {
	case err != nil && err != io.EOF:
		return err
	case depth < maxPacks && bytes.HasPrefix(start, []byte("\x1f\x8b")):
		unzipped, err := gzip.NewReader(in)
		if err != nil {
			return err
		}
		if err := f.unpack(bufio.NewReader(unzipped), depth+1); err != nil {
			return err
		}
		_, err = io.Copy(io.Discard, unzipped) // behind an archive is the checksum
		return err
	case depth < maxPacks && len(start) == tarBlock && string(start[tarAt:tarAt+len(tarMagic)]) == tarMagic:
		return f.untar(in, depth)
	case bytes.HasPrefix(start, []byte("PK\x03\x04")):
		return errZIP
	}
	return f.rows(in, start)
}

func (f *exportFile) untar(in io.Reader, depth int) error {
	archive := tar.NewReader(in)
	for {
		file, err := archive.Next()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return err
		}
		if file.Typeflag != tar.TypeReg || strings.HasPrefix(path.Base(file.Name), ".") { // what systems add to archives
			continue
		}
		if err := f.unpack(bufio.NewReader(archive), depth+1); err != nil {
			return err
		}
	}
}

// rows reads CSV or JSON, whichever the file begins as.
func (f *exportFile) rows(in *bufio.Reader, start []byte) error {
	const bom = "\ufeff"
	if bytes.HasPrefix(start, []byte(bom)) {
		start = start[len(bom):]
		_, _ = in.Discard(len(bom))
	}
	bounded := &rowBound{in, maxRow}
	start = bytes.TrimLeft(start, jsonSpace)
	if len(start) > 0 && (start[0] == '{' || start[0] == '[') {
		return f.json(bounded, start[0] == '[')
	}
	return f.csv(bounded)
}

func (f *exportFile) csv(in *rowBound) error {
	r := csv.NewReader(in)
	r.FieldsPerRecord, r.ReuseRecord = -1, true
	for first := true; ; first = false {
		values, err := r.Read()
		switch {
		case err == io.EOF:
			return nil
		case err != nil:
			return err
		case first:
			f.to.header(slices.Clone(values))
		case f.ctx.Err() != nil: // also if there is more in the buffer
			return f.ctx.Err()
		case !f.to.record(values):
			return errEnough
		}
		in.left = maxRow
	}
}

// json reads objects, one after another or in an array.
func (f *exportFile) json(in *rowBound, array bool) error {
	d := json.NewDecoder(in)
	if array {
		if _, err := d.Token(); err != nil {
			return err
		}
	}
	for {
		if array && !d.More() {
			_, err := d.Token() // the end, or why there is no more
			return err
		}
		var raw json.RawMessage
		err := d.Decode(&raw)
		switch {
		case err == io.EOF && !array:
			return nil
		case err != nil:
			return err
		case f.ctx.Err() != nil:
			return f.ctx.Err()
		}
		more, err := f.to.object(string(raw))
		if err != nil {
			return err
		}
		if !more {
			return errEnough
		}
		in.left = maxRow
	}
}

// rowBound ends a file in which no row ends, such as one that lacks a quote.
type rowBound struct {
	io.Reader
	left int
}

func (b *rowBound) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errRowTooLarge
	}
	n, err := b.Reader.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}
