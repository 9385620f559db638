// The referee checks a log's folder with code that is not ours: golang.org/x/mod/sumdb/note and tlog, the code behind
// Go's checksum database. It reads tiles itself, makes its own proofs from them, and checks the proofs that it is given.
//
//	referee FOLDER VKEY PROOFS.json
//
// It prints what it accepted as JSON and fails on the first thing that it cannot accept.
package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const tileHeight = 8

type inclusion struct {
	Index int64            `json:"index"`
	Size  int64            `json:"size"`
	Root  tlog.Hash        `json:"root"`
	Path  tlog.RecordProof `json:"path"`
}

type consistency struct {
	Old     int64          `json:"old"`
	New     int64          `json:"new"`
	OldRoot tlog.Hash      `json:"old_root"`
	NewRoot tlog.Hash      `json:"new_root"`
	Path    tlog.TreeProof `json:"path"`
}

type proofs struct {
	Inclusion   []inclusion   `json:"inclusion"`
	Consistency []consistency `json:"consistency"`
}

type counts struct {
	Size        int64 `json:"size"`
	OwnIncluded int   `json:"own_inclusion"`
	OwnGrown    int   `json:"own_consistency"`
	Included    int   `json:"given_inclusion"`
	Grown       int   `json:"given_consistency"`
	Refused     int   `json:"wrong_index_refused"`
}

func fail(format string, facts ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", facts...)
	os.Exit(1)
}

func must[T any](value T, err error) T {
	if err != nil {
		fail("%v", err)
	}
	return value
}

// folder reads tiles as C2SP tlog-tiles names them: as Go names them, without the height.
type folder struct{ path string }

func (f folder) Height() int                         { return tileHeight }
func (f folder) SaveTiles(_ []tlog.Tile, _ [][]byte) {}
func (f folder) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	var found [][]byte
	for _, tile := range tiles {
		name := strings.Replace(tile.Path(), "tile/8/", "tile/", 1)
		data, err := os.ReadFile(filepath.Join(f.path, name))
		if err != nil {
			return nil, err
		}
		found = append(found, data)
	}
	return found, nil
}

func openCheckpoint(path, vkey string) tlog.Tree {
	verifier := must(note.NewVerifier(vkey))
	signed := must(os.ReadFile(filepath.Join(path, "checkpoint")))
	opened := must(note.Open(signed, note.VerifierList(verifier)))
	lines := strings.Split(opened.Text, "\n")
	if len(lines) != 4 || lines[0] != verifier.Name() {
		fail("unexpected checkpoint text %q", opened.Text)
	}
	return tlog.Tree{N: must(strconv.ParseInt(lines[1], 10, 64)), Hash: must(tlog.ParseHash(lines[2]))}
}

func entries(path string, size int64) [][]byte {
	var all [][]byte
	for n := int64(0); n*256 < size; n++ {
		tile := tlog.Tile{H: tileHeight, L: 0, N: n, W: int(min(256, size-n*256))}
		name := strings.Replace(tile.Path(), "tile/8/0/", "tile/entries/", 1)
		data := must(os.ReadFile(filepath.Join(path, name)))
		for len(data) > 0 {
			length := int(binary.BigEndian.Uint16(data))
			all = append(all, data[2:2+length])
			data = data[2+length:]
		}
	}
	if int64(len(all)) != size {
		fail("%d entries under a checkpoint of %d", len(all), size)
	}
	return all
}

func min(a, b int64) int64 {
	if a < b {
		return a
	}
	return b
}

func main() {
	path, vkey := os.Args[1], os.Args[2]
	tree := openCheckpoint(path, vkey)
	// This reader refuses every tile that does not lead to the signed root.
	reader := tlog.TileHashReader(tree, folder{path})
	log := entries(path, tree.N)
	result := counts{Size: tree.N}

	for n := int64(0); n < tree.N; n++ {
		proof := must(tlog.ProveRecord(tree.N, n, reader))
		if err := tlog.CheckRecord(proof, tree.N, tree.Hash, n, tlog.RecordHash(log[n])); err != nil {
			fail("entry %d: %v", n, err)
		}
		result.OwnIncluded++
	}
	for old := int64(1); old <= tree.N; old += 1 + old/8 {
		root := must(tlog.TreeHash(old, reader))
		proof := must(tlog.ProveTree(tree.N, old, reader))
		if err := tlog.CheckTree(proof, tree.N, tree.Hash, old, root); err != nil {
			fail("growth from %d: %v", old, err)
		}
		result.OwnGrown++
	}

	var given proofs
	if err := json.Unmarshal(must(os.ReadFile(os.Args[3])), &given); err != nil {
		fail("%v", err)
	}
	for _, p := range given.Inclusion {
		if err := tlog.CheckRecord(p.Path, p.Size, p.Root, p.Index, tlog.RecordHash(log[p.Index])); err != nil {
			fail("given proof of entry %d in %d: %v", p.Index, p.Size, err)
		}
		result.Included++
		other := (p.Index + 1) % p.Size
		if p.Size > 1 && tlog.CheckRecord(p.Path, p.Size, p.Root, other, tlog.RecordHash(log[p.Index])) != nil {
			result.Refused++
		}
	}
	for _, p := range given.Consistency {
		if err := tlog.CheckTree(p.Path, p.New, p.NewRoot, p.Old, p.OldRoot); err != nil {
			fail("given proof of growth from %d to %d: %v", p.Old, p.New, err)
		}
		result.Grown++
	}
	fmt.Println(string(must(json.Marshal(result))))
}
