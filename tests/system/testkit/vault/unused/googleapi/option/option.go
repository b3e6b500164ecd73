package option

func WithUserAgent(string) any { return nil }
