package names

import "testing"

func TestACodeIsTextHoweverItWasWritten(t *testing.T) {
	for written, want := range map[string]string{
		"4111010001": "4111010001", "4111010001.0": "4111010001", "4111010001.00": "4111010001", " 0071 ": "0071", "４１１１０１０００１": "4111010001",
		"４１１１０１０００１．０": "4111010001", "91310000MA1FL0Q8XY": "91310000MA1FL0Q8XY", "１.０": "1", "1.05": "1.05", "4.111010001E+09": "4111010001", "4.111010001e9": "4111010001", "4.11101E+09": "4.11101E+09", "A.0": "A.0", "\u200b42\u00a0": "42",
	} {
		if got := Code(written); got != want {
			t.Errorf("%q is read as %q, want %q", written, got, want)
		}
	}
}

func TestACodeOfWhichDigitsAreLostIsNoticed(t *testing.T) {
	for code, want := range map[string]bool{"4.11101E+09": true, "4E+9": true, "4.1e10": true, "4.1E0": true, "4111010001": false, "12E34567890": false, "E+9": false, "91310000MA1FL0Q8XY": false} {
		if Rounded(code) != want {
			t.Errorf("%s: %v", code, !want)
		}
	}
}

func TestSourcesThatAreWrittenAlikeAreNotTakenForOneAnother(t *testing.T) {
	codes := Codes(map[string]string{" 学籍号": "1", "学籍号": "２", "学籍号 ": "3", " other": "4", "other ": "5"})
	if len(codes) != 5 || codes["学籍号"] != "2" || codes["other"] != "4" {
		t.Fatalf("they are %v", codes)
	}
	for source, want := range map[string]bool{"学籍号": false, " 学籍号": true, "学籍号 ": true, "other": false, "other ": true, "": true, "a:b": true} {
		if UnclearSource(source) != want {
			t.Errorf("%q: %v", source, !want)
		}
	}
	if codes := Codes(map[string]string{" 学籍号 ": "1.0"}); len(codes) != 1 || codes["学籍号"] != "1" {
		t.Errorf("one source is %v", codes)
	}
}
