package message

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"io/fs"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"testing/fstest"
	"time"
	"unicode"

	"certviewer/assets"
)

// exampleArgs are ordinary values for every placeholder, as words.md 3.1 gives them.
func exampleArgs(lang string) Args {
	japan := time.FixedZone("JST", 9*60*60)
	day := time.Date(2026, 6, 12, 14, 5, 0, 0, japan)
	a := M("",
		"app", "Firefox", "apps", []string{"Firefox", "Chrome"}, "apps_no", []string{"Thunderbird"},
		"place", M("place.nss-builtin"), "from", M("place.machine/Root"), "id", "machine/Root", "places", 5, "certificates", M("count.certificates", "count", 12), "root", "DigiCert Trusted Root G4", "cert", "DigiCert Trusted Root G4",
		"issuer", "NII Open Domain CA - G7", "old_root", "VeriSign PCA G3", "name", "j20-0001",
		"purposes", List{M("purpose.email")}, "programme", M("programme.mozilla"), "operator", M("operator.zoom"),
		"names", []string{"gateway.example.jp"}, "days", 12, "count", 12, "done", 3, "total", 12, "n", 3, "later", 5,
		"file", "my.p12", "host", "www.example.jp", "ssid", "eduroam", "account", "a@example.jp",
		"sender", "a@example.jp", "signer", "a@example.jp", "check_code", "0A C8 99 88", "sha1_tail", "77 5D 05 E4",
		"reason", M("reason.no-permission"), "where", "#2", "method", "Camellia", "kind", "PNG",
		"os", "Windows", "number", 110, "point", "CN = postgres", "folder", "/home/hanako/.local/share/certviewer/journal", "profile", "work",
		"date", Day(day), "catalog_date", Day(day), "list_date", Day(day), "time", Moment(day),
		"clock_here", Moment(day), "clock_there", Moment(day), "skew", Span(51*time.Hour),
	).Args
	return a
}

var placeholder = regexp.MustCompile(`\{[^}]*\}`)

func sentencesOf(t *testing.T, lang string) map[string]string {
	t.Helper()
	l, err := loadLocale(assets.Locale, lang)
	if err != nil {
		t.Fatal(err)
	}
	return l.sentences
}

func TestKeysStandOnce(t *testing.T) {
	for _, lang := range Languages() {
		if l, err := loadLocale(assets.Locale, lang); err != nil || l.twice != nil {
			t.Errorf("%s: twice: %v %v", lang, l.twice, err)
		}
	}
	l, err := loadLocale(fstest.MapFS{
		"locale/a.en.json": {Data: []byte(`{"x":"1","x":"2","y":"3"}`)},
		"locale/b.en.json": {Data: []byte(`{"y":"4"}`)},
	}, "en")
	if err != nil || !slices.Equal(l.twice, []string{"x", "y"}) || l.sentences["x"] != "1" || l.sentences["y"] != "3" {
		t.Errorf("%+v %v", l, err)
	}
}

// Our own reader of the files agrees with JSON's, also about what is no such file.
func TestReadAgreesWithJSON(t *testing.T) {
	files, err := fs.Glob(assets.Locale, "locale/*.json")
	if err != nil || len(files) < 10 {
		t.Fatal(files, err)
	}
	texts := []string{
		`{}`, `{"a":"b"}`, " {\n\t\"a\" : \"b\" ,\r\n\"c\":\"\"} ", `{"a\u0041\n":"\"\\/\/ü日"}`, `{"a":"b\\"}`,
		``, `{`, `{"`, `{"a`, `{"a"`, `{"a":`, `{"a":"`, `{"a":"b`, `{"a":"b\`, `{"a":"b\"`, `{"a":"b"`, `{"a":"b",`, `{"a":"b",}`, `{"a" "b"}`,
		`{"a":1}`, `{"a":null}`, `{"a":{}}`, `{"a":"b";"c":"d"}`, `{"a":"b"}x`, `{"a":"b"}}`, `{a:"b"}`, `["a"]`, `{"a":"\x"}`, `null`,
	}
	for _, name := range files {
		b, err := fs.ReadFile(assets.Locale, name)
		if err != nil {
			t.Fatal(err)
		}
		if !strings.HasSuffix(name, ".numbers.json") {
			texts = append(texts, string(b))
		}
	}
	for _, text := range texts {
		var want map[string]string
		wrong := json.Unmarshal([]byte(text), &want)
		for _, v := range want { // null is no sentence, though JSON takes it for an empty one
			if v == "" && strings.Contains(text, "null") {
				wrong = io.EOF
			}
		}
		l := &locale{sentences: map[string]string{}, parts: map[string][]string{}}
		err := l.read([]byte(text))
		if text == "{}" || text == "null" {
			wrong = io.EOF // a file without a sentence is a mistake
		}
		if (err == nil) != (wrong == nil) || err == nil && !maps.Equal(l.sentences, want) {
			t.Errorf("%.60q: %v, JSON says %v; %d sentences, not %d", text, err, wrong, len(l.sentences), len(want))
		}
	}
}

// Both languages say the same things with the same values. Japanese may do
// without forms for one and for many.
func TestLanguagesAgree(t *testing.T) {
	en, ja := sentencesOf(t, "en"), sentencesOf(t, "ja")
	for key, sentence := range en {
		other, ok := ja[key]
		if !ok && strings.HasSuffix(key, ".one") && ja[strings.TrimSuffix(key, "one")+"other"] != "" {
			continue
		}
		if many, plural := strings.CutSuffix(key, ".other"); !ok && plural {
			other, ok = ja[many]
		}
		if many, plural := strings.CutSuffix(key, ".one"); !ok && plural && ja[many] != "" {
			continue
		}
		if !ok {
			t.Errorf("%s: not in Japanese", key)
			continue
		}
		a, b := placeholder.FindAllString(sentence, -1), placeholder.FindAllString(other, -1)
		slices.Sort(a)
		slices.Sort(b)
		if a, b = slices.Compact(a), slices.Compact(b); !slices.Equal(a, b) {
			t.Errorf("%s: %v in English, %v in Japanese", key, a, b)
		}
	}
	for key := range ja {
		if _, ok := en[key]; !ok && en[key+".other"] == "" {
			t.Errorf("%s: not in English", key)
		}
	}
}

func TestPlaceholdersAreWritten(t *testing.T) {
	name := regexp.MustCompile(`^\{[a-z][a-z0-9_]*\}$`)
	for _, lang := range Languages() {
		for key, sentence := range sentencesOf(t, lang) {
			if strings.Trim(sentence, " \n") != sentence && strings.ContainsFunc(sentence, unicode.IsLetter) || sentence == "" {
				t.Errorf("%s %s: empty, or spaces at an end: %q", lang, key, sentence)
			}
			for _, p := range placeholder.FindAllString(sentence, -1) {
				if !name.MatchString(p) {
					t.Errorf("%s %s: %s is no name of a value", lang, key, p)
				}
			}
			if rest := placeholder.ReplaceAllString(sentence, ""); strings.ContainsAny(rest, "{}") && !strings.HasPrefix(key, "terminal.") {
				t.Errorf("%s %s: a lone brace: %q", lang, key, sentence)
			}
		}
	}
}

// One form for one and none for many is a sentence that cannot be said.
func TestPluralsAreComplete(t *testing.T) {
	for _, lang := range Languages() {
		sentences := sentencesOf(t, lang)
		for key := range sentences {
			if many, one := strings.CutSuffix(key, ".one"); one {
				if _, ok := sentences[many+".other"]; !ok {
					t.Errorf("%s %s: no form for many", lang, key)
				}
				if _, ok := sentences[many]; ok {
					t.Errorf("%s %s: also without forms", lang, many)
				}
			}
		}
	}
}

// Blocks read in the same order in both languages: the order is that of the file.
func TestOrderAgrees(t *testing.T) {
	for id := range english.load().numbers {
		if en, ja := For("en").partsOf(id), For("ja").partsOf(id); !slices.Equal(en, ja) {
			t.Errorf("%s: %v in English, %v in Japanese", id, en, ja)
		}
	}
}

// testdata/numbers.txt is the record: helpdesks write numbers down, so none may change its meaning.
func TestNumbers(t *testing.T) {
	recorded := map[string]int{}
	f, err := os.Open("testdata/numbers.txt")
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	s := bufio.NewScanner(f)
	for s.Scan() {
		var n int
		var id string
		if strings.HasPrefix(s.Text(), "#") {
			continue
		}
		if _, err := fmt.Sscanf(s.Text(), "%d %s", &n, &id); err != nil {
			t.Fatalf("%q: %v", s.Text(), err)
		}
		recorded[id] = n
	}
	seen := map[int]string{}
	numbers := english.load().numbers
	for id, n := range numbers {
		if n < 100 || n > 999 {
			t.Errorf("%s: %d has not three digits", id, n)
		}
		if other, twice := seen[n]; twice {
			t.Errorf("%d: %s and %s", n, id, other)
		}
		seen[n] = id
		if recorded[id] != n {
			t.Errorf("%s is %d, recorded in testdata/numbers.txt: %d", id, n, recorded[id])
		}
		if !For("en").Has(id) {
			t.Errorf("%d %s has no sentences", n, id)
		}
	}
	for id, n := range recorded {
		if numbers[id] != n {
			t.Errorf("%d %s was recorded and is gone; if nothing shows it any more, keep its number and sentences", n, id)
		}
	}
}

// The sentences of a block that stands in a file belong to a number, those without one to a page.
func TestBlocksHaveNumbers(t *testing.T) {
	b, err := fs.ReadFile(assets.Locale, "locale/blocks.en.json")
	if err != nil {
		t.Fatal(err)
	}
	l := &locale{sentences: map[string]string{}}
	if err := l.read(b); err != nil {
		t.Fatal(err)
	}
	for key := range l.sentences {
		id, _, _ := strings.Cut(key, ".")
		if english.load().numbers[id] == 0 {
			t.Errorf("%s has no number", id)
		}
	}
}

func TestLoadRefuses(t *testing.T) {
	for name, files := range map[string]fstest.MapFS{
		"a value that is no string":  {"locale/a.en.json": {Data: []byte(`{"x":1}`)}},
		"an object inside":           {"locale/a.en.json": {Data: []byte(`{"x":{"y":"z"}}`)}},
		"no object":                  {"locale/a.en.json": {Data: []byte(`[]`)}},
		"half a file":                {"locale/a.en.json": {Data: []byte(`{"x":"1"`)}},
		"a number that is no number": {"locale/a.numbers.json": {Data: []byte(`{"x":"1"}`)}},
	} {
		if l, err := loadLocale(files, "en"); err == nil {
			t.Errorf("%s: read as %v", name, l.sentences)
		}
	}
}

func BenchmarkLoad(b *testing.B) {
	for b.Loop() {
		if _, err := loadLocale(assets.Locale, "ja"); err != nil {
			b.Fatal(err)
		}
	}
}
