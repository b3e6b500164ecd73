// Serves HashiCorp Vault with its transit engine, in memory, on a free port of 127.0.0.1, until its input ends. The
// first line of output is JSON: where it is, the root token and the key that unseals it. What Vault has beside that
// and takes long to build, such as the seals of other clouds, is replaced by the empty modules in unused/ (go.mod).
package main

import (
	"context"
	"encoding/hex"
	"encoding/json"
	"io"
	"log"
	"net"
	"net/http"
	"os"

	"github.com/hashicorp/go-hclog"
	"github.com/hashicorp/vault/builtin/logical/transit"
	vaulthttp "github.com/hashicorp/vault/http"
	"github.com/hashicorp/vault/internalshared/configutil"
	"github.com/hashicorp/vault/sdk/helper/consts"
	"github.com/hashicorp/vault/sdk/logical"
	"github.com/hashicorp/vault/sdk/physical/inmem"
	"github.com/hashicorp/vault/vault"
)

func main() {
	logger := hclog.NewNullLogger()
	storage := must(inmem.NewInmem(nil, logger))
	core := must(vault.NewCore(&vault.CoreConfig{
		Physical:        storage,
		Logger:          logger,
		DisableMlock:    true,
		LogicalBackends: map[string]logical.Factory{"transit": transit.Factory},
		BuiltinRegistry: transitAlone{},
	}))
	one := &vault.SealConfig{SecretShares: 1, SecretThreshold: 1}
	secrets := must(core.Initialize(context.Background(), &vault.InitParams{BarrierConfig: one}))
	key := secrets.SecretShares[0]
	must(core.Unseal(key))

	listener := must(net.Listen("tcp", "127.0.0.1:0"))
	handler := vaulthttp.Handler.Handler(&vault.HandlerProperties{
		Core:           core,
		ListenerConfig: &configutil.Listener{},
	})
	go func() { log.Fatal(http.Serve(listener, handler)) }()

	must(0, json.NewEncoder(os.Stdout).Encode(map[string]string{
		"url":        "http://" + listener.Addr().String(),
		"root_token": secrets.RootToken,
		"unseal_key": hex.EncodeToString(key),
	}))
	io.Copy(io.Discard, os.Stdin)
}

// transitAlone is a registry of plugins with one in it.
type transitAlone struct{}

func (transitAlone) Contains(name string, kind consts.PluginType) bool {
	return name == "transit" && kind == consts.PluginTypeSecrets
}

func (registry transitAlone) Get(name string, kind consts.PluginType) (func() (any, error), bool) {
	return func() (any, error) { return transit.Factory, nil }, registry.Contains(name, kind)
}

func (transitAlone) Keys(consts.PluginType) []string { return []string{"transit"} }

func (registry transitAlone) DeprecationStatus(name string, kind consts.PluginType) (consts.DeprecationStatus, bool) {
	return consts.Supported, registry.Contains(name, kind)
}

func (transitAlone) IsBuiltinEntPlugin(string, consts.PluginType) bool { return false }

func must[Value any](value Value, err error) Value {
	if err != nil {
		log.Fatal(err)
	}
	return value
}
