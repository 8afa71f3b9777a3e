#!/usr/bin/env bash
# Puts the sample's pages under load while its key file is replaced every two seconds, half of the time by something that is no key: each
# response must carry all of its signatures, each of them must be right under a key that was current, and neither heap, threads nor file
# handles may grow. Signatures are checked by md5sum, which knows nothing of gshare.
#
# With ROTATE=1 it is `gshare keys rotate` that replaces the key, again and again, by a workspace that has its API for keys.
#
#   benchmarks/soak.sh                  # two minutes under load
#   ROTATE=1 DURATION=240 benchmarks/soak.sh
#   DURATION=20 benchmarks/soak.sh      # to see that it runs
set -euo pipefail
cd "$(dirname "$0")"

duration=${DURATION:-120} # seconds
port=${PORTAL_PORT:-8080}
noticed=5 # seconds in which another key must sign
paths=(/tag.jsp /url.jsp /thymeleaf/element /legacy.html /printed)

for tool in wrk curl md5sum jcmd; do
  command -v $tool >/dev/null || { echo "$tool is missing; install it: apt-get install wrk curl, and a JDK" >&2; exit 1; }
done
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

rotate=${ROTATE:-0}
((rotate == 0)) || mvn -B -q -f .. -pl cli -am package -DskipTests
mvn -B -q -f .. -pl sample-webapp -am test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/class-path -Dmdep.includeScope=compile
work=target/soak
rm -rf $work && mkdir -p $work/derived

# ---- the keys

# 100 hex digits, one for each number
key_file() {
  printf '%s' "soak key $1" | sha512sum | cut -c1-100 >$work/derived/key-"$1"
  printf 'gshare.derived-key = %s\ngshare.key-name = key-%s\n' "$(<$work/derived/key-"$1")" "$1"
}

put() { cat >$work/next && mv $work/next $work/key; }  # as a whole
log() { echo "$(date +%s) $*" >>$work/history; }

replace() { # number
  case $(($1 % 8)) in
    0) key_file "$1" | put && log key key-"$1" ;;
    1) printf '' | put && log broken empty ;;
    2) key_file "$1" >$work/key && log key key-"$1" ;;             # in place
    3) key_file "$1" >$work/whole && head -c 60 $work/whole >$work/key && log broken half ;;
    4) mkdir $work/secret-"$1" && key_file "$1" >$work/secret-"$1"/key \
      && ln -s secret-"$1"/key $work/link && mv -T $work/link $work/key && log key key-"$1" ;; # a symbolic link, swapped
    5) rm $work/key && log broken missing ;;
    6) key_file "$1" | put && log key key-"$1" ;;
    7) echo "glsa_notAToken_00000000" | put && log broken checksum ;;
  esac
}

gshare() { "$java" -jar ../cli/target/gshare.jar "$@"; }
watch() { # notes another key when it comes into the file
  local now
  now=$(sed -n 's/^gshare.key-name = //p' $work/key)
  [[ $now == "${last:-}" ]] && return
  sed -n 's/^gshare.derived-key = //p' $work/key >$work/derived/"$now"
  log key "$now"
  last=$now
}
rotations() { # one after the other, until the load ends
  export GSHARE_URL=http://localhost:${WORKSPACE_PORT:-3000}
  while kill -0 "$1" 2>/dev/null; do
    gshare keys rotate --admin-token-file $work/admin --file $work/key --grace 1m >>$work/rotations 2>&1 || log broken rotation
  done
}

if ((rotate)); then
  sed -n 's/^gshare.token = //p' ../sample-webapp/src/main/resources/gshare.properties | gshare derive | put
  (umask 077; sed -n 's/.*ADMIN_TOKEN = "\(.*\)";/\1/p' ../sample-webapp/src/main/java/io/gshare/sample/launch/Main.java >$work/admin)
  watch
else
  key_file 0 | put
  log key key-0
fi

# ---- the sample

(
  cd ../sample-webapp
  export PORTAL_PORT=$port GSHARE_TOKEN_FILE=$OLDPWD/$work/key
  export GSHARE_WORKSPACES_BESIDE_TOKEN_FILE=$GSHARE_TOKEN_FILE
  exec "$java" -Xmx256m -cp "target/classes:$(<target/class-path)" io.gshare.sample.launch.Main
) >$work/sample.log 2>&1 &
sample=$!
trap 'kill $sample 2>/dev/null || true' EXIT
for ((i = 0; i < 60; i++)); do curl -sf -o /dev/null "http://localhost:$port/tag.jsp" && break; sleep 1; done
for path in "${paths[@]}"; do
  count=$(curl -sf "http://localhost:$port$path" | { grep -o 'aliyun_api_key_sign=[0-9a-f]' || true; } | wc -l)
  ((count > 0)) || { echo "$path has no signed link; see benchmarks/$work/sample.log" >&2; exit 1; }
  echo "    [\"$path\"] = $count,"
done >$work/counts

# A signature depends on key and second alone, so there are few; each response is looked at, and each signature kept once.
{
  echo "local expected = {"
  cat $work/counts
  cat <<'LUA'
}
local paths, threads = {}, {}
for path in pairs(expected) do table.insert(paths, path) end
function setup(thread) table.insert(threads, thread) end
function init() seen, wrong, looked, sent = {}, {}, 0, 0 end
function request()
  sent = sent + 1
  path = paths[sent % #paths + 1]
  return wrk.format("GET", path)
end
-- Each thread has one connection, so the answer is that to its last request.
function response(status, headers, body)
  local count = 0
  looked = looked + 1
  for sign, time, name in
    body:gmatch("aliyun_api_key_sign=(%x+)&a?m?p?;?aliyun_api_key_timestamp=(%d+)&a?m?p?;?aliyun_api_key_name=([%w-]+)") do
    count = count + 1
    seen[sign .. " " .. time .. " " .. name] = true
  end
  if status ~= 200 or count ~= expected[path] then table.insert(wrong, path .. " " .. status .. " " .. count) end
end
function done(summary)
  local out, total, bad = io.open(os.getenv("SOAK_SEEN"), "w"), 0, 0
  for _, thread in ipairs(threads) do
    total = total + thread:get("looked")
    for line in pairs(thread:get("seen")) do out:write(line, "\n") end
    for _, line in ipairs(thread:get("wrong")) do bad = bad + 1; io.stderr:write("wrong: ", line, "\n") end
  end
  out:close()
  local errors = summary.errors
  print("responses " .. total .. " wrong " .. bad .. " lost " ..
    (errors.connect + errors.read + errors.write + errors.timeout + summary.requests - total))
end
LUA
} >$work/check.lua

load() { SOAK_SEEN=$work/seen-$2 wrk --threads 4 --connections 4 --duration "$1s" --timeout 10s --script $work/check.lua \
  "http://localhost:$port" >$work/wrk-"$2" 2>&1; }

measure() { # what the sample holds on to, after a full collection
  jcmd $sample GC.run >/dev/null
  heap=$(jcmd $sample GC.heap_info | awk "/used/ { for (i = 1; i < NF; i++) if (\$i == \"used\") { sub(/K,?/, \"\", \$(i + 1)); print \$(i + 1); exit } }")
  files=$(find /proc/$sample/fd -mindepth 1 | wc -l)
  running=$(find /proc/$sample/task -mindepth 1 -maxdepth 1 | wc -l)
  echo "$1 $heap $files $running" >>$work/held
}

echo "Warming up for 20 s …" >&2
load 20 warm-up
measure 0

echo "Under load for $duration s …" >&2
began=$(date +%s)
load "$duration" soak &
wrk=$!
number=0
((rotate == 0)) || rotations $wrk &
while kill -0 $wrk 2>/dev/null; do
  sleep 2
  number=$((number + 1))
  if ((rotate)); then watch; else replace $number; fi
  if ((number % 10 == 0)); then measure $(($(date +%s) - began)); fi
done
wait $wrk
measure $(($(date +%s) - began))

# ---- what came of it

cat $work/seen-warm-up $work/seen-soak | sort -u >$work/seen
checked=0
failures=0
fail() { failures=$((failures + 1)); echo "wrong: $*" >&2; }
while read -r sign time name; do
  checked=$((checked + 1))
  [[ $(printf '%s_%s' "$(<$work/derived/"$name")" "$time" | md5sum | cut -c1-32) == "$sign" ]] || fail "$name $time is not signed by its key"
  # Current is what was put there before, and not replaced by another key for longer than it takes to notice.
  awk -v name="$name" -v time="$time" -v noticed=$((noticed + 2 * rotate)) -v late=$((2 * rotate)) '
    $2 == "key" && $3 == name { from = $1 - late }
    $2 == "key" && from && $3 != name && !to { to = $1 }
    END { exit !(from && time >= from && (!to || time <= to + noticed)) }' $work/history || fail "$name was not current at $time"
done <$work/seen

good=$(grep -c ' key ' $work/history)
signed=$(cut -d ' ' -f 3 $work/seen | sort -u | wc -l)
summary=$(tail -1 $work/wrk-soak)
read -r _ responses _ wrong _ lost <<<"$summary"
echo
echo "\`benchmarks/soak.sh\`, $(date -u +%F), $("$java" -version 2>&1 | sed -n 's/.*version "\([^"]*\)".*/JDK \1/p'), $(nproc) cores"
echo
echo "| | |"
echo "| --- | --- |"
echo "| seconds under load | $duration |"
echo "| responses | $responses |"
echo "| of them without all of their signatures | $wrong |"
echo "| lost | $lost |"
echo "| replacements of the key file | $(($(wc -l <$work/history) - 1)) |"
echo "| of them no key | $(grep -c broken $work/history) |"
echo "| keys put there / seen to sign | $good / $signed |"
echo "| signatures, each different | $checked |"
echo "| of them wrong, or of a key that was not current | $failures |"
echo
echo "| after s | heap, KB | file handles | threads |"
echo "| --- | --- | --- | --- |"
sed 's/^\(.*\) \(.*\) \(.*\) \(.*\)$/| \1 | \2 | \3 | \4 |/' $work/held
read -r _ heap_before files_before _ < <(head -1 $work/held)
read -r _ heap_after files_after _ < <(tail -1 $work/held)
((heap_after <= heap_before + 4096)) || fail "the heap grew from $heap_before to $heap_after KB"
((files_after <= files_before + 5)) || fail "file handles grew from $files_before to $files_after"
((wrong == 0 && lost == 0 && failures == 0)) || exit 1
