package intercom_test

import (
	"context"
	"net/http"
	"reflect"
	"strings"
	"testing"

	"github.com/stretchr/testify/assert"

	"github.com/go-intercom/intercom"
)

// Zero arguments, among them nil selectors, queries and unions, are refused or
// sent, and never a panic.
func TestZeroArgumentsDoNotPanic(t *testing.T) {
	t.Parallel()
	client, _ := setup(t, intercom.WithHTTPClient(&http.Client{Transport: roundTrip(func(*http.Request) (*http.Response, error) {
		return reply(200, `{"id":"7"}`), nil
	})}))
	for _, open := range []bool{true, false} {
		ctx, cancel := context.WithCancel(t.Context())
		if !open {
			cancel()
		}
		defer cancel()
		services := reflect.ValueOf(client).Elem()
		calls := 0
		for i := range services.NumField() {
			service := services.Field(i)
			if !services.Type().Field(i).IsExported() {
				continue
			}
			for j := range service.NumMethod() {
				name := service.Type().Elem().Name() + "." + service.Type().Method(j).Name
				if open && strings.Contains(name, ".Wait") {
					continue // it would wait
				}
				method := service.Method(j)
				args := []reflect.Value{reflect.ValueOf(ctx)}
				for k := 1; k < method.Type().NumIn()-1; k++ {
					args = append(args, reflect.Zero(method.Type().In(k)))
				}
				assert.NotPanics(t, func() {
					for _, out := range method.Call(args) {
						if page := out.MethodByName("Page"); out.Kind() == reflect.Pointer && page.IsValid() && !out.IsNil() {
							page.Call(nil)
						}
					}
				}, name)
				calls++
			}
		}
		assert.Greater(t, calls, 150)
	}
}
