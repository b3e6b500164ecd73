package mysql

import "errors"

func RegisterDriver[Option any](string, ...Option) (func() error, error) {
	return nil, errors.ErrUnsupported
}
