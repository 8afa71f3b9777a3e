#!/usr/bin/env bash
# Measures whole requests on Jetty: a page of 30 KB with eight dashboards, with the filter and without it. Each side of a pair
# is a server of its own, so that neither lives off what the other has compiled; who comes first alternates.
#
#   benchmarks/load.sh                                # five pairs, some twelve minutes
#   PAIRS=1 WARM=1 DURATION=1 benchmarks/load.sh      # to see that it runs
set -euo pipefail
cd "$(dirname "$0")"

pairs=${PAIRS:-5}
warm=${WARM:-8} # seconds that each path is under load before any is measured: with less, half of the time is the compiler's
duration=${DURATION:-3} # seconds that it is measured
connections=4
paths=(stream linkless writer small-writes slow binary)

command -v wrk >/dev/null || {
  echo "wrk is missing but sends the requests; install it: apt-get install wrk" >&2
  exit 1
}
java=${JAVA_HOME:+$JAVA_HOME/bin/}java

mvn -B -q -f .. -pl benchmarks -am test-compile dependency:build-classpath \
  -Dmdep.outputFile=target/class-path -Dmdep.includeScope=test
class_path=target/test-classes:$(<target/class-path)

server=
stop() {
  [[ -z $server ]] || kill "$server" 2>/dev/null || true
  [[ -z $server ]] || wait "$server" 2>/dev/null || true
  server=
}
trap stop EXIT

# CPU time of the server so far, in clock ticks.
cpu() { awk '{ print $14 + $15 }' "/proc/$server/stat"; }

load() { wrk --threads 1 --connections "$connections" --duration "${2}s" "http://127.0.0.1:$port/$1"; }

measure() { # pair side
  mkfifo target/port
  "$java" -Xms512m -Xmx512m -cp "$class_path" io.gshare.benchmarks.PageServer "$2" >target/port 2>"target/load-$2.log" &
  server=$!
  read -r port <target/port || { echo "the server did not start: benchmarks/target/load-$2.log" >&2; exit 1; }
  rm target/port
  for path in "${paths[@]}"; do load "$path" "$warm" >/dev/null; done
  for path in "${paths[@]}"; do
    before=$(cpu)
    load "$path" "$duration" >target/wrk
    after=$(cpu)
    if grep -E "Non-2xx|Socket errors" target/wrk >&2; then exit 1; fi
    awk -v row="$1 $2 $path $((after - before))" \
      '/requests in/ { requests = $1 } /Requests\/sec/ { print row, requests, $2 }' target/wrk >>target/load.txt
  done
  stop
}

rm -f target/load.txt target/port
for ((pair = 1; pair <= pairs; pair++)); do
  echo "Pair $pair of $pairs …" >&2
  if ((pair % 2)); then measure "$pair" with; measure "$pair" without; else measure "$pair" without; measure "$pair" with; fi
done

version=$("$java" -XshowSettings:properties -version 2>&1 | sed -n 's/^ *java.specification.version = //p')
{
  echo "\`benchmarks/load.sh\`, $(date -u +%F), JDK $version, $(uname -s) $(uname -m), $(nproc) cores," \
    "$(awk '/MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GB of memory; medians of $pairs alternating pairs"
  echo
  awk -v hertz="$(getconf CLK_TCK)" -v paths="${paths[*]}" '
    { cpu[$1, $2, $3] = $4 / hertz / $5 * 1e6; rate[$1, $2, $3] = $6; pairs = $1 }
    function median(values, n,   i, j, value) {
      for (i = 2; i <= n; i++) {
        value = values[i]
        for (j = i - 1; j > 0 && values[j] > value; j--) values[j + 1] = values[j]
        values[j + 1] = value
      }
      return n % 2 ? values[(n + 1) / 2] : (values[n / 2] + values[n / 2 + 1]) / 2
    }
    function verdict(met) { return met ? "yes" : "**no**" }
    END {
      print "| page | CPU without, µs per request | CPU with | more, µs | requests per second, with / without | must reach | stretch |"
      print "| --- | --- | --- | --- | --- | --- | --- |"
      count = split(paths, path, " ")
      for (p = 1; p <= count; p++) {
        name = path[p]
        for (i = 1; i <= pairs; i++) {
          with[i] = cpu[i, "with", name]
          without[i] = cpu[i, "without", name]
          more[i] = with[i] - without[i]
          ratio[i] = rate[i, "with", name] / rate[i, "without", name]
        }
        extra = median(more, pairs)
        share = median(ratio, pairs)
        must = stretch = ""
        if (name == "stream") must = "at most 36 µs more: " verdict(extra <= 36)
        if (name == "linkless") { must = "at most 8 µs more: " verdict(extra <= 8); stretch = "at most 4 µs more: " verdict(extra <= 4) }
        if (name == "writer") { must = "at most 20 µs more: " verdict(extra <= 20); stretch = "at most 12 µs more: " verdict(extra <= 12) }
        if (name == "slow") must = "at least 0.97 of the requests: " verdict(share >= 0.97)
        if (name == "binary") must = "at least 0.98 of the requests: " verdict(share >= 0.98)
        if (name == "small-writes") { must = "at least as many requests: " verdict(share >= 1); stretch = "at least 1.3 times: " verdict(share >= 1.3) }
        printf "| `/%s` | %.0f | %.0f | %.1f | %.3f | %s | %s |\n", name, median(without, pairs), median(with, pairs), extra, share, must, stretch
      }
    }' target/load.txt
} | tee "target/load-jdk$version.md"
echo "Also in benchmarks/target/load-jdk$version.md" >&2
