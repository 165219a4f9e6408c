package httpapi

import (
	"bytes"
	"context"
	"encoding/json"
	"io"

	"github.com/saichang/saichang/api"
	"github.com/saichang/saichang/internal/accounts"
	"github.com/saichang/saichang/internal/work"
)

type serviceAPI struct {
	accounts *accounts.Service
	clock    work.Clock
	demo     bool
	version  string
	contract []byte
}

func (a serviceAPI) GetService(ctx context.Context, _ api.GetServiceRequestObject) (api.GetServiceResponseObject, error) {
	needed, err := a.accounts.SetupNeeded(ctx)
	if err != nil {
		return nil, err
	}
	return api.GetService200JSONResponse{
		Name: "Saichang", Version: a.version, Demo: a.demo, SetupNeeded: needed, ServerTimeAt: instant(work.Instant(a.clock)),
	}, nil
}

func (a serviceAPI) GetContractJSON(context.Context, api.GetContractJSONRequestObject) (api.GetContractJSONResponseObject, error) {
	text, err := api.GetSpecJSON()
	if err != nil {
		return nil, err
	}
	var doc map[string]any
	if err := json.Unmarshal(text, &doc); err != nil {
		return nil, err
	}
	return api.GetContractJSON200JSONResponse(doc), nil
}

func (a serviceAPI) GetContractYaml(context.Context, api.GetContractYamlRequestObject) (api.GetContractYamlResponseObject, error) {
	return api.GetContractYaml200ApplicationYamlResponse{Body: io.Reader(bytes.NewReader(a.contract)), ContentLength: int64(len(a.contract))}, nil
}
