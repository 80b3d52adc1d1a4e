# A JSON report as a GitHub step summary. GitHub shows nothing of a summary above 1 MiB, so
# lines that do not fit are counted instead. Every text of the report is data: it can start
# neither HTML nor Markdown.

def limit: 1048576 - 1024;

def plain:
  tostring
  | gsub("[\\x{00}-\\x{1f}\\x{7f}-\\x{9f}\\x{200b}-\\x{200f}\\x{2028}-\\x{202e}\\x{2066}-\\x{2069}\\x{feff}]+"; " ")
  | explode
  | map(if . == 32 or (. >= 44 and . <= 47) or . > 127 or (. >= 48 and . <= 57) or (. >= 65 and . <= 90) or (. >= 97 and . <= 122)
        then [.] | implode else "&#\(.);" end)
  | join("");

def row: "| " + (map(plain) | join(" | ")) + " |";

def place:
  if .location == null then ""
  else "\(.location.file // "")" + (if .location.start_line then ":\(.location.start_line)" else "" end) end;

def who: if (.subject.name // "") == "" then (.subject.kind // "") else .subject.name end;

def verdict:
  {"0": "nothing at or above the threshold", "1": "findings", "2": "nothing was checked",
   "3": "the check is incomplete", "4": "halt: a required role has no passing candidate"}[.exit_code | tostring];

def counts: ["errors of the check", "error", "warning", "note", "consequences", "unknown", "waived"] as $names
  | [.errors, .error, .warning, .note, .consequences, .unknown, .waived] as $values
  | ["| " + ($names | join(" | ")) + " |", "|" + ($names | map(" ---: |") | join("")), ($values | map(. // 0) | row)];

def table($title; $head; $rows):
  if ($rows | length) == 0 then []
  else ["", "### " + $title, "", "| " + ($head | join(" | ")) + " |", "|" + ($head | map(" --- |") | join(""))]
    + $rows end;

def fit($max):
  reduce .[] as $line ({lines: [], size: 0, left: 0};
    (($line | utf8bytelength) + 1) as $size
    | if .left > 0 or .size + $size > $max then .left += 1 else .lines += [$line] | .size += $size end)
  | .lines + (if .left > 0 then ["", "\(.left) more lines did not fit; the log and the SARIF file have all of them."] else [] end);

(["## gwlint: " + (.summary | verdict // "no verdict"), ""]
  + (.summary | counts)
  + table("What could not be checked"; ["file", "message"]; [.errors[] | [.file, .message] | row])
  + table("Checklist"; ["item", "title", "status", "findings"];
      [.checklist[] | [.id, .title, .status, .findings] | row])
  + table("Findings"; ["rule", "level", "outcome", "subject", "place", "message"];
      [.findings[] | select(.cause == null) | [.rule, .level, .outcome, who, place, .message] | row]))
| fit(limit)[]
