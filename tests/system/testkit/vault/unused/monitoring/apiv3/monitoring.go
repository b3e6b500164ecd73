package monitoring

import (
	"context"
	"errors"
)

type MetricClient struct{}

func NewMetricClient(context.Context, ...any) (*MetricClient, error) {
	return nil, errors.ErrUnsupported
}
