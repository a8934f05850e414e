# certviewer: make run opens it, make test proves it. What is missing on this computer is
# installed on the way; see scripts/setup.sh and scripts/go.

GO       ?= scripts/go
TAGS     := migrated_fynedo,no_emoji
VERSION  := $(shell git describe --tags --always --dirty 2>/dev/null || echo dev)
# The same sources make the same program: it carries the date of its commit, not of the day it was built.
EPOCH    := $(or $(SOURCE_DATE_EPOCH),$(shell git log -1 --format=%ct 2>/dev/null),$(shell date +%s))
BUILT    := $(shell date -u -d @$(EPOCH) +%Y-%m-%dT%H:%M:%SZ)
LDFLAGS  := -s -w -X main.version=$(VERSION) -X main.built=$(BUILT)
FUZZTIME ?= 20s

# For go itself and for everything that starts it. One set of flags means that the bindings of
# the window, minutes of C, are compiled once for the program and its tests.
export GOFLAGS := -tags=$(TAGS) -trimpath -buildvcs=false

.DEFAULT_GOAL := help
.PHONY: help run build test lint check-format vet staticcheck portable unit windows package-windows test-windows e2e e2e-windows fuzz corpus bench screenshots font clean setup-build setup-test setup-windows setup-cross setup-e2e setup-bench

help: ## say what can be made
	@awk -F ':.*## ' '/^[a-z0-9-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: build ## build certviewer and open its window; without a display it prints the health check
	@./certviewer || [ $$? -eq 1 ] # 1 is an answer: something needs action

# Commands, and the child that changes things, are a program without the window's libraries: cmd/certviewer/handover.go.
build: setup-build ## build ./certviewer, and ./certviewer-window beside it
	$(GO) build -ldflags '$(LDFLAGS)' -o certviewer-window ./cmd/certviewer
	$(GO) build -tags $(TAGS),terminal -ldflags '$(LDFLAGS)' -o certviewer ./cmd/certviewer

test: setup-build setup-test lint unit ## everything that must hold before a change lands

unit:
	$(GO) test ./...
	$(GO) test -tags $(TAGS),terminal -run TestHandOver ./cmd/certviewer

lint: setup-build check-format vet staticcheck portable ## gofmt, go vet, staticcheck, and the other systems' builds

check-format:
	@unformatted=$$($$($(GO) env GOROOT)/bin/gofmt -l .); \
	if [ -n "$$unformatted" ]; then echo "not as gofmt writes it:"; echo "$$unformatted"; exit 1; fi

vet:
	$(GO) vet ./...
	$(GO) vet -tags $(TAGS),e2e ./internal/fixture/witness
	$(GO) vet -tags $(TAGS),terminal ./cmd/certviewer

# The tool's own dependencies live in a go.mod of their own, so that they never decide a version in ours.
staticcheck:
	$(GO) tool -modfile=scripts/tools.mod staticcheck ./...
	$(GO) tool -modfile=scripts/tools.mod staticcheck -tags $(TAGS),terminal ./cmd/certviewer

# The tag "ci" takes the place of Fyne's drivers, which are C: what is left compiles for every system
# from here. Only for macOS fyne/app, and so cmd/certviewer, needs a Mac's C even then.
portable:
	CGO_ENABLED=0 GOOS=windows $(GO) vet -tags $(TAGS),ci ./...
	CGO_ENABLED=0 GOOS=darwin GOARCH=arm64 $(GO) vet -tags $(TAGS),ci $$($(GO) list ./... | grep -vE "/cmd/|/refwindow")

# The resources lie beside the sources, where go takes them from; they are no part of the project.
windows: setup-build setup-cross ## cross-build dist/windows/certviewer.exe by mingw-w64
	scripts/windows-resource.sh '$(VERSION)' cmd/certviewer/certviewer_windows_amd64.syso
	CGO_ENABLED=1 CC=x86_64-w64-mingw32-gcc GOOS=windows GOARCH=amd64 $(GO) build -ldflags '$(LDFLAGS)' -o dist/windows/certviewer.exe ./cmd/certviewer

package-windows: windows ## pack dist/certviewer-windows.zip, with licences and a README.txt in both languages
	scripts/package-windows.sh '$(VERSION)' $(EPOCH)

test-windows: setup-build setup-windows ## run Windows' own tests, and the program, under Wine
	@GO=$(GO) TAGS=$(TAGS) scripts/test-windows.sh

e2e: build setup-e2e ## drive the real window under Xvfb, with throw-away homes
	scripts/e2e.sh

e2e-windows: package-windows setup-windows setup-e2e ## drive certviewer.exe and its window under Wine and Xvfb
	scripts/e2e-windows.sh

fuzz: setup-build ## run every fuzz target for FUZZTIME (20s)
	scripts/fuzz.sh $(FUZZTIME)

corpus: setup-build ## open a collection of .p12 files by others, where it is (CERTVIEWER_CORPORA); prints the verdicts
	$(GO) test -count=1 -v -run '^TestCorpus$$' ./pkcs12

bench: build setup-bench ## measure against certutil, trust and XCA; prints ratios
	scripts/bench.sh
	scripts/bench-window.sh

screenshots: build setup-e2e ## take docs/screenshots anew; scripts/screenshots.sh all takes every page
	scripts/screenshots.sh

font: ## cut the Japanese font anew (Debian's fonts-morisawa-bizud-gothic, fonttools); no build needs it
	scripts/font.py

clean: ## remove what make has built here
	rm -rf certviewer certviewer-window dist cmd/certviewer/*.syso

setup-build setup-test setup-windows setup-cross setup-e2e setup-bench:
	@scripts/setup.sh $(@:setup-%=%)
