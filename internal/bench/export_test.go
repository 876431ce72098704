package bench

import (
	"bytes"
	"cmp"
	"compress/gzip"
	"fmt"
	"net/http"
	"os"
	"runtime/metrics"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/go-intercom/intercom"
)

// exportSize in the environment is how many MiB the export has, unpacked.
const exportSize = "INTERCOM_BENCH_EXPORT_MIB"

func exportMiB() int {
	n, _ := strconv.Atoi(os.Getenv(exportSize))
	return cmp.Or(n, 32)
}

const exportColumns = "user_id,user_external_id,company_id,email,name,ruleset_id,content_id,content_type,content_title,ruleset_version_id,receipt_id," +
	"received_at,series_id,series_title,node_id,first_reply,first_completion,first_series_completion,first_series_disengagement,first_series_exit," +
	"first_goal_success,first_open,first_click,first_dismisall,first_unsubscribe,first_hard_bounce\n"

// exportBlock is a MiB of rows, compressed: a file is made of any number of them.
var exportBlock = sync.OnceValues(func() (zipped []byte, rows int) {
	var text strings.Builder
	for text.Len() < mib {
		fmt.Fprintf(&text, "5f2a90be91d2a7e5%08x,customer-%d,-1,somebody%d@example.com,\"Number, %d\",4417,9001,Email,\"The \"\"autumn\"\" letter\",4418,%d,1734519800,-1,,,,,,,,,1734519900,1734519950,,,\n",
			rows, rows, rows, rows, 77_000_000+rows)
		rows++
	}
	return zip(text.String()), rows
})

func zip(text string) []byte {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	_, _ = w.Write([]byte(text))
	_ = w.Close()
	return b.Bytes()
}

// serveExport sends an export of as many MiB as its id says.
func serveExport(w http.ResponseWriter, req *http.Request) {
	w.Header().Set("Content-Type", "application/octet-stream")
	size, _ := strconv.Atoi(req.PathValue("id"))
	block, _ := exportBlock()
	_, err := w.Write(zip(exportColumns))
	for i := 0; i < size && err == nil; i++ {
		_, err = w.Write(block)
	}
}

// heap is how many bytes the heap has, with what was not collected yet.
func heap() uint64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

// Export reads the rows of an export of 32 MiB, or of as many as the environment
// says. The most that the heap had meanwhile has garbage in it.
func BenchmarkExport(b *testing.B) {
	client, size := sdk(b), exportMiB()
	_, each := exportBlock()
	b.SetBytes(int64(size) * mib)
	b.ReportAllocs()
	most := uint64(0)
	begun := cpu()
	for b.Loop() {
		rows := 0
		for row, err := range client.DataExports.Rows(b.Context(), intercom.ID(strconv.Itoa(size))) {
			if err := check(err != nil || row.FirstClick.Unix() == 1734519950, err); err != nil {
				b.Fatal(err)
			}
			if rows++; rows%1000 == 0 {
				most = max(most, heap())
			}
		}
		if rows != size*each {
			b.Fatal(errWrong)
		}
	}
	b.ReportMetric(float64(cpu()-begun)/float64(b.N), "cpu-ns/op")
	b.ReportMetric(float64(most)/mib, "peak-heap-MiB")
}

// A larger export takes no more memory than a small one.
func TestExportKeepsNothing(t *testing.T) {
	if raced {
		t.Skip("the race detector is on")
	}
	client := sdk(t, intercom.WithTimeout(time.Minute))
	_, each := exportBlock()
	before, most, rows := live(), 0, 0
	for _, err := range client.DataExports.Rows(t.Context(), "24") {
		require.NoError(t, err)
		if rows++; rows%20_000 == 0 {
			most = max(most, live())
		}
	}
	assert.Equal(t, 24*each, rows)
	assert.Less(t, most-before, mib)
	t.Logf("%d rows, at most %.2f MiB", rows, float64(most-before)/mib)
}
