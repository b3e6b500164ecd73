package cloudsqlconn

type Option any

func WithIAMAuthN() Option { return nil }

func WithCredentialsJSON([]byte) Option { return nil }

func WithDefaultDialOptions(...Option) Option { return nil }

func WithPrivateIP() Option { return nil }

func WithPSC() Option { return nil }
