package stackdriver

import (
	monitoring "cloud.google.com/go/monitoring/apiv3"
	"github.com/armon/go-metrics"
)

type Config struct {
	LabelExtractor, Bucketer       any
	ProjectID, Location, Namespace string
	DebugLogs                      bool
}

type Sink struct{ metrics.MetricSink }

func NewSink(*monitoring.MetricClient, *Config) *Sink { return nil }
