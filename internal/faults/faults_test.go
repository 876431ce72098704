package faults

import (
	"bytes"
	"compress/gzip"
	"fmt"
	"io"
	"strings"
	"time"

	"golang.org/x/net/http2"
)

// success is a response that every operation takes: an object and a list.
const success = `{"id":"1","data":[]}`

// outcome is the result of a call.
type outcome struct {
	attempts, arrivals int
	result             string
}

// The results of calls. Any other is a status.
const (
	succeeds = "success"
	lost     = "ConnectionError"
	timedOut = "timeout"
)

// A row is a fault and the result of calls that meet it.
type row struct {
	name  string
	h1    fault1
	h2    fault2
	warm  bool          // it happens to the second request of a connection
	wait  time.Duration // WithTimeout, for faults that last; 0: long
	safe  outcome       // of what is safe to repeat
	write outcome       // of other writes
	clean bool          // the error says that the request was certainly not processed
}

func each(attempts int, result string) outcome { return outcome{attempts, attempts, result} }

// once is that a fault repeats what is safe to repeat, and nothing else.
func once(r row, result string) row {
	r.safe, r.write = each(3, result), each(1, result)
	return r
}

// always is that all calls end alike.
func always(r row, attempts int, result string) row {
	r.safe, r.write = each(attempts, result), each(attempts, result)
	return r
}

// nothing is a success without an object, which is not what a read asks for.
const nothing = "204 with a body (a DecodeError for the read of one object)"

const short = 250 * time.Millisecond

func rows1() []row {
	after := func(text string) fault1 {
		return func(c *conn1) bool { return c.request() != nil && c.write(text) }
	}
	ending := func(text string, end func(c *conn1)) fault1 {
		return func(c *conn1) bool {
			if c.request() != nil {
				c.write(text)
				time.Sleep(time.Millisecond) // a reset overtakes what was written
				end(c)
			}
			return false
		}
	}
	closes := func(c *conn1) { _ = c.Close() }
	resets := func(c *conn1) { reset(c.Conn) }
	const header = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: 20\r\n\r\n"
	none := outcome{3, 0, lost}
	rows := []row{
		{name: "reset before the request is read", h1: func(c *conn1) bool {
			_, _ = c.r.Peek(1) // until then the client cannot have sent it for certain
			resets(c)
			return false
		}, safe: none, write: outcome{1, 0, lost}},
		{name: "reset within the header of the request", h1: func(c *conn1) bool {
			_, _ = io.ReadFull(c.r, make([]byte, 20))
			resets(c)
			return false
		}, safe: none, write: outcome{1, 0, lost}},
		once(row{name: "reset within the body of the request", h1: func(c *conn1) bool { c.header(); resets(c); return false }}, lost),
		once(row{name: "reset before the response", h1: ending("", resets)}, lost),
		once(row{name: "end before the response", h1: ending("", closes)}, lost),
		once(row{name: "reset within the header of the response", h1: ending(header[:40], resets)}, lost),
		once(row{name: "end within the header of the response", h1: ending(header[:40], closes)}, lost),
		once(row{name: "reset within the body of the response", h1: ending(header+success[:9], resets)}, lost),
		once(row{name: "end within the body of the response", h1: ending(header+success[:9], closes)}, lost),
		once(row{name: "end within a body in chunks", h1: ending("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\n"+success[:9]+"\r\n", closes)}, lost),
		once(row{name: "end within a gzip body", h1: ending(halfGzip(), closes)}, lost),
		once(row{name: "a response that is not HTTP", h1: ending("SSH-2.0-OpenSSH\r\n\r\n", closes)}, lost),
		always(row{name: "100 Continue, then a success", h1: after("HTTP/1.1 100 Continue\r\n\r\n" + header + success)}, 1, succeeds),
		always(row{name: "103 Early Hints, then a success", h1: after("HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + header + success)}, 1, succeeds),
		once(row{name: "a hundred times 103", h1: ending(strings.Repeat("HTTP/1.1 103 Early Hints\r\n\r\n", 100), closes)}, lost),
		always(row{name: "101 Switching Protocols, then silence", h1: after("HTTP/1.1 101 Switching Protocols\r\nUpgrade: x\r\nConnection: Upgrade\r\n\r\n")}, 1, "101"),
		always(row{name: nothing, h1: after("HTTP/1.1 204 No Content\r\nContent-Length: 20\r\n\r\n" + success)}, 1, succeeds),
		once(row{name: "silence", wait: short, h1: after("")}, timedOut),
		once(row{name: "silence within the body", wait: short, h1: after(header + success[:9])}, timedOut),
		once(row{name: "a byte of the body now and then, too slow", wait: short, h1: slow(header, 100*time.Millisecond)}, timedOut),
		always(row{name: "a byte of the body now and then", h1: slow(header, 2*time.Millisecond)}, 1, succeeds),
		{name: "kept connection reset when the request comes", warm: true, h1: ending("", resets), safe: each(2, succeeds), write: each(1, lost)},
		{name: "kept connection ends when the request comes", warm: true, h1: ending("", closes), safe: each(2, succeeds), write: each(1, lost)},
		{name: "kept connection reset before the request is read", warm: true, h1: func(c *conn1) bool { resets(c); return false },
			safe: outcome{2, 1, succeeds}, write: outcome{1, 0, lost}},
		always(row{name: "connections end after each response, unannounced", h1: ending(header+success, closes)}, 1, succeeds),
	}
	answered := func(status int, body string, header ...string) fault1 {
		return func(c *conn1) bool { return c.request() != nil && c.answer(status, body, header...) }
	}
	return append(rows, statuses(func(r row, status int, body string, header ...string) row {
		r.h1 = answered(status, body, header...)
		return r
	})...)
}

// statuses are the rows of responses that come whole.
func statuses(with func(r row, status int, body string, header ...string) row) []row {
	var rows []row
	for _, status := range []int{408, 500, 502, 503, 504} {
		rows = append(rows, once(with(row{name: fmt.Sprint(status)}, status, ""), fmt.Sprint(status)))
	}
	for _, status := range []int{429, 503} {
		name := fmt.Sprintf("%d with Retry-After", status)
		rows = append(rows, always(with(row{name: name}, status, "", "retry-after", "0"), 3, fmt.Sprint(status)))
	}
	for _, status := range []int{301, 400, 409, 422, 501} {
		rows = append(rows, always(with(row{name: fmt.Sprint(status)}, status, ""), 1, fmt.Sprint(status)))
	}
	long := `{"type":"error.list","errors":[{"code":"parameter_invalid","message":"` + strings.Repeat("x", 20_000) + `"}]}`
	return append(rows, always(with(row{name: "200 with a long error list"}, 200, long), 1, "200"))
}

func halfGzip() string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = io.WriteString(w, success)
	_ = w.Close()
	return fmt.Sprintf("HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: %d\r\n\r\n%s", b.Len(), b.String()[:b.Len()/2])
}

func slow(header string, pause time.Duration) fault1 {
	return func(c *conn1) bool {
		if c.request() == nil || !c.write(header) {
			return false
		}
		for _, b := range []byte(success) {
			if time.Sleep(pause); !c.write(string(b)) {
				return false
			}
		}
		return true
	}
}

// codes are those of RFC 9113, section 7, and one that is not there.
var codes = []http2.ErrCode{0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 0xff}

func rows2() []row {
	at := func(end func(c *frames2, id uint32) bool) fault2 { return fault2{end: end} }
	ends := func(c *frames2) bool { _ = c.conn.Close(); return false }
	resets := func(c *frames2) bool { reset(c.conn); return false }
	status := func(c *frames2, id uint32) bool {
		return c.headers(id, false, ":status", "200", "content-type", "application/json", "content-length", "20")
	}
	var rows []row
	for _, code := range codes {
		r := once(row{name: "RST_STREAM " + code.String(), h2: at(func(c *frames2, id uint32) bool { return c.WriteRSTStream(id, code) == nil })}, lost)
		if code == http2.ErrCodeRefusedStream {
			r.write, r.clean = each(3, lost), true
		}
		rows = append(rows, r)
	}
	for _, code := range []http2.ErrCode{http2.ErrCodeProtocol, http2.ErrCodeRefusedStream, http2.ErrCodeInternal} {
		rows = append(rows, once(row{name: "RST_STREAM " + code.String() + " within the body of the response", h2: at(func(c *frames2, id uint32) bool {
			return status(c, id) && c.WriteData(id, false, []byte(success[:9])) == nil && c.WriteRSTStream(id, code) == nil
		})}, lost))
	}
	unprocessed := func(name string, goAway func(c *frames2, id uint32) bool) {
		r := always(row{name: name, clean: true, h2: at(goAway)}, 3, lost)
		rows = append(rows, r)
		r.name, r.warm = name+", on a kept connection", true
		rows = append(rows, r)
	}
	unprocessed("GOAWAY NO_ERROR, request not processed", func(c *frames2, id uint32) bool {
		return c.WriteGoAway(id-1, http2.ErrCodeNo, nil) == nil
	})
	unprocessed("GOAWAY ENHANCE_YOUR_CALM, request not processed", func(c *frames2, id uint32) bool {
		return c.WriteGoAway(id-1, http2.ErrCodeEnhanceYourCalm, []byte("graceful shutdown GOAWAY")) == nil
	})
	rows = append(rows,
		once(row{name: "RST_STREAM PROTOCOL_ERROR before the body of the request", h2: fault2{header: func(c *frames2, id uint32) bool {
			return c.WriteRSTStream(id, http2.ErrCodeProtocol) == nil
		}}}, lost),
		once(row{name: "GOAWAY, request taken, then the end", h2: at(func(c *frames2, id uint32) bool {
			return c.WriteGoAway(id, http2.ErrCodeNo, nil) == nil && ends(c)
		})}, lost),
		always(row{name: "GOAWAY, request taken, then a success", h2: at(func(c *frames2, id uint32) bool {
			return c.WriteGoAway(id, http2.ErrCodeNo, nil) == nil && c.answer(id, 200, success)
		})}, 1, succeeds),
		once(row{name: "reset before the body of the request", h2: fault2{header: func(c *frames2, _ uint32) bool { return resets(c) }}}, lost),
		once(row{name: "reset before the response", h2: at(func(c *frames2, _ uint32) bool { return resets(c) })}, lost),
		once(row{name: "end before the response", h2: at(func(c *frames2, _ uint32) bool { return ends(c) })}, lost),
		once(row{name: "end within the body of the response", h2: at(func(c *frames2, id uint32) bool {
			return status(c, id) && c.WriteData(id, false, []byte(success[:9])) == nil && ends(c)
		})}, lost),
		once(row{name: "half a body, then END_STREAM", h2: at(func(c *frames2, id uint32) bool {
			return status(c, id) && c.WriteData(id, true, []byte(success[:9])) == nil
		})}, lost),
		once(row{name: "frames that are not HTTP/2", h2: at(func(c *frames2, id uint32) bool {
			return c.WriteRawFrame(http2.FrameHeaders, 0, id, []byte{0xff, 0xff}) == nil && c.WriteRawFrame(http2.FrameSettings, 0, 7, nil) == nil
		})}, lost),
		always(row{name: "103 Early Hints, then a success", h2: at(func(c *frames2, id uint32) bool {
			return c.headers(id, false, ":status", "103") && c.answer(id, 200, success)
		})}, 1, succeeds),
		once(row{name: "101 Switching Protocols, then silence", wait: short, h2: at(func(c *frames2, id uint32) bool {
			return c.headers(id, false, ":status", "101")
		})}, timedOut),
		always(row{name: nothing, h2: at(func(c *frames2, id uint32) bool {
			return c.headers(id, false, ":status", "204") && c.WriteData(id, true, []byte(success)) == nil
		})}, 1, succeeds),
		once(row{name: "silence", wait: short, h2: at(func(*frames2, uint32) bool { return true })}, timedOut),
		once(row{name: "silence within the body", wait: short, h2: at(func(c *frames2, id uint32) bool {
			return status(c, id) && c.WriteData(id, false, []byte(success[:9])) == nil
		})}, timedOut),
		always(row{name: "a byte of the body now and then", h2: at(func(c *frames2, id uint32) bool {
			for i := range success {
				if time.Sleep(2 * time.Millisecond); i == 0 && !status(c, id) || c.WriteData(id, i == len(success)-1, []byte(success[i:i+1])) != nil {
					return false
				}
			}
			return true
		})}, 1, succeeds),
		once(row{name: "kept connection ends when the request comes", warm: true, h2: at(func(c *frames2, _ uint32) bool { return ends(c) })}, lost),
		once(row{name: "kept connection reset when the request comes", warm: true, h2: at(func(c *frames2, _ uint32) bool { return resets(c) })}, lost),
	)
	return append(rows, statuses(func(r row, status int, body string, header ...string) row {
		r.h2 = at(func(c *frames2, id uint32) bool { return c.answer(id, status, body, header...) })
		return r
	})...)
}
