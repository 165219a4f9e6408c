package scoring

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strconv"
)

// ErrNotObserved is wrapped by every error of reading an Observed from JSON.
var ErrNotObserved = errors.New("scoring: not an observation")

// MarshalJSON writes {"kind":K,K:what was seen}, for example {"kind":"score","score":2},
// {"kind":"value","value":"12.305"}, {"kind":"not_attempted"}. Points, values and seconds
// are decimal strings, scores and counts numbers. A blank has no JSON form.
func (o Observed) MarshalJSON() ([]byte, error) {
	var seen []byte
	switch o.kind {
	case ObservedAchieved:
		seen = strconv.AppendBool(nil, o.Achieved())
	case ObservedPoints:
		seen = []byte(`"` + o.Points().String() + `"`)
	case ObservedScore, ObservedOccurrences, ObservedCount:
		seen = strconv.AppendInt(nil, o.number, 10)
	case ObservedValue, ObservedSeconds:
		seen = []byte(`"` + o.Quantity().String() + `"`)
	case ObservedChoice:
		seen, _ = json.Marshal(o.label) // a text always marshals
	case ObservedNotAttempted:
		return []byte(`{"kind":"not_attempted"}`), nil
	default:
		return nil, fmt.Errorf("%w: a blank", ErrNotObserved)
	}
	return slices.Concat([]byte(`{"kind":"`), []byte(o.kind), []byte(`","`), []byte(o.kind), []byte(`":`), seen, []byte("}")), nil
}

// UnmarshalJSON reads what MarshalJSON writes and nothing else: an unknown, missing,
// doubled, null or differently spelled member is an error that wraps ErrNotObserved.
// encoding/json alone would let {"kind":"score","score":2,"Score":3} through.
func (o *Observed) UnmarshalJSON(data []byte) error {
	if kind, body, ok := asWritten(data); ok && kind != ObservedNotAttempted {
		if seen, err := observedOf(kind, body); err == nil {
			*o = seen
			return nil
		}
	}
	members, err := strictMembers(data)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotObserved, err)
	}
	var kind ObservedKind
	if err := json.Unmarshal(members["kind"], &kind); err != nil {
		return fmt.Errorf("%w: no kind", ErrNotObserved)
	}
	delete(members, "kind")
	body, there := members[string(kind)]
	if wanted := kind != ObservedNotAttempted; there != wanted || len(members) > 1 || !wanted && len(members) > 0 {
		return fmt.Errorf("%w: %.40q must stand with its own member only", ErrNotObserved, kind)
	}
	seen, err := observedOf(kind, body)
	if err != nil {
		return fmt.Errorf("%w: %w", ErrNotObserved, err)
	}
	*o = seen
	return nil
}

// asWritten takes apart what MarshalJSON wrote, byte for byte; anything else is read member by
// member, which takes ten times as long.
func asWritten(data []byte) (ObservedKind, json.RawMessage, bool) {
	rest, ok := bytes.CutPrefix(data, []byte(`{"kind":"`))
	if !ok {
		return "", nil, false
	}
	kind, rest, ok := bytes.Cut(rest, []byte(`","`))
	if !ok {
		return "", nil, false
	}
	if rest, ok = bytes.CutPrefix(rest, kind); !ok {
		return "", nil, false
	}
	if rest, ok = bytes.CutPrefix(rest, []byte(`":`)); !ok {
		return "", nil, false
	}
	body, ok := bytes.CutSuffix(rest, []byte("}"))
	return ObservedKind(kind), body, ok && !bytes.ContainsAny(body, "{},") && !bytes.Equal(body, []byte("null"))
}

func observedOf(kind ObservedKind, body json.RawMessage) (Observed, error) {
	switch kind {
	case ObservedAchieved:
		switch string(body) { // the kind of most marks
		case "true":
			return SawAchieved(true), nil
		case "false":
			return SawAchieved(false), nil
		}
		return read(body, SawAchieved)
	case ObservedPoints:
		return read(body, SawPoints)
	case ObservedScore:
		return read(body, SawScore)
	case ObservedValue:
		return read(body, SawValue)
	case ObservedChoice:
		return read(body, SawChoice)
	case ObservedOccurrences:
		return read(body, SawOccurrences)
	case ObservedSeconds:
		return read(body, SawSeconds)
	case ObservedCount:
		return read(body, SawCount)
	case ObservedNotAttempted:
		return SawNotAttempted(), nil
	default:
		return Observed{}, fmt.Errorf("unknown kind %.40q", kind)
	}
}

func read[T any](body json.RawMessage, saw func(T) Observed) (Observed, error) {
	var seen T
	if err := json.Unmarshal(body, &seen); err != nil {
		return Observed{}, err
	}
	return saw(seen), nil
}

// strictMembers reads one JSON object, refusing doubled names and nulls.
func strictMembers(data []byte) (map[string]json.RawMessage, error) {
	d := json.NewDecoder(bytes.NewReader(data))
	if open, err := d.Token(); err != nil || open != json.Delim('{') {
		return nil, errors.New("not an object")
	}
	members := map[string]json.RawMessage{}
	for d.More() {
		name, err := d.Token()
		if err != nil {
			return nil, err
		}
		var body json.RawMessage
		if err := d.Decode(&body); err != nil {
			return nil, err
		}
		if _, doubled := members[name.(string)]; doubled || string(body) == "null" {
			return nil, fmt.Errorf("member %.40q is doubled or null", name)
		}
		members[name.(string)] = body
	}
	if _, err := d.Token(); err != nil { // the closing brace
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, errors.New("something follows the object")
	}
	return members, nil
}
