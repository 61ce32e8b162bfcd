#!/usr/bin/env bash
# A Spark standalone cluster on this machine, to try things on: a master and workers, each a process of its own.
#
#   scripts/cluster.sh start [--workers 2] [--cores 1] [--memory 1g] [--folder target/cluster]
#                            [--hosts one|each]
#   scripts/cluster.sh status [--folder target/cluster]
#   scripts/cluster.sh stop [--folder target/cluster]
#
# Cores and memory are those of each worker. "start" returns when all workers are registered, and prints the address of
# the master: SOFTMAX_SUBMIT_ARGS="--master spark://..." scripts/softmax train ... runs there. Everything listens on
# 127.0.0.1 only, on free ports; with "--hosts each", which needs Linux, the workers listen on 127.0.0.2, 127.0.0.3 and so
# on, and Spark takes them for different machines, which matters for speculation. "stop" ends the processes and removes their files.
#
# A Spark of your own is used if SPARK_HOME is set; otherwise one is assembled under target/spark from Maven's jars,
# of the version that SOFTMAX_SPARK names, if it does (4.2.0, or 3.5.6_2.12 for Scala 2.12).
# SPARK_MASTER_OPTS and SPARK_WORKER_OPTS are options of Java for the processes.
set -euo pipefail

# shellcheck source=scripts/spark.sh
source "$(dirname "${BASH_SOURCE[0]}")/spark.sh"

seconds_to_start=120
seconds_to_stop=20

fail() {
  echo "$*" >&2
  exit 1
}

usage() {
  echo "$1" >&2
  echo "Usage: scripts/cluster.sh start|stop|status [--workers N] [--cores N] [--memory 1g] [--folder FOLDER]" \
    "[--hosts one|each]" >&2
  exit 2
}

# The command line of a process, or nothing if it has ended.
command_line() {
  if [[ -d /proc/self ]]; then
    tr '\0' ' ' <"/proc/$1/cmdline" 2>/dev/null || true
  else
    ps -ww -o command= -p "$1" || true
  fi
}

# Whether a process id still belongs to the process that was started: its command line has a text that no other has.
is_ours() {
  [[ "$(command_line "$1")" == *"-Dsparksoftmax.cluster=$token"* ]]
}

# Whether a process group has a process that runs. One that has ended may still have a number, until it is asked for.
group_runs() {
  local file line group state
  if [[ -d /proc/self ]]; then
    for file in /proc/[0-9]*/stat; do
      line=''
      { IFS= read -r line <"$file"; } 2>/dev/null || true
      # The name of the program, in parentheses, may contain anything.
      if [[ "${line##*) }" =~ ^([A-Za-z])\ [0-9]+\ ([0-9]+)\  && "${BASH_REMATCH[2]}" == "$1" \
        && "${BASH_REMATCH[1]}" != [ZX] ]]; then
        return 0
      fi
    done
  else
    while read -r group state; do
      if [[ "$group" == "$1" && "$state" != Z* ]]; then
        return 0
      fi
    done < <(ps -A -o pgid= -o stat=)
  fi
  return 1
}

# Sets token, address, names and ids from the state file.
read_state() {
  local key value more
  token=''
  address=''
  names=()
  ids=()
  while read -r key value more; do
    case "$key" in
      token) token="$value" ;;
      address) address="$value" ;;
      process)
        names+=("$value")
        ids+=("$more")
        ;;
    esac
  done <"$state_file"
}

# Starts a main class of Spark in a process group of its own, to which the executors of a worker will belong too.
launch() {
  local name="$1"
  shift
  spark_class "$@"
  set -m
  (
    trap '' HUP # The cluster outlives the terminal.
    exec "${command[@]}"
  ) </dev/null >"$folder/$name.log" 2>&1 &
  process=$!
  set +m
  echo "process $name $process" >>"$state_file"
}

# Prints what a pattern finds in the log of a process, once it is there.
found_in_log() {
  local name="$1" id="$2" pattern="$3" deadline=$((SECONDS + seconds_to_start))
  until grep -m 1 -o -E "$pattern" "$folder/$name.log"; do
    if ! kill -0 "$id" 2>/dev/null || [[ "$SECONDS" -ge "$deadline" ]]; then
      echo "The $name did not start within $seconds_to_start seconds, or it has ended. Its log ends with:" >&2
      tail -n 20 "$folder/$name.log" >&2
      return 1
    fi
    sleep 0.1
  done
}

remove_files() {
  rm -rf "$folder/work" "$folder/local"
  rm -f "$folder"/master.log "$folder"/worker-*.log "$state_file"
  rmdir "$folder" 2>/dev/null || true
}

end_processes() {
  local i id deadline ours stuck=''
  # Workers before the master; they end their executors.
  for ((i = ${#ids[@]} - 1; i >= 0; i--)); do
    id="${ids[i]}"
    ours=false
    if is_ours "$id"; then
      ours=true
      kill -TERM "$id" 2>/dev/null || true
    elif [[ -n "$(command_line "$id")" ]]; then
      # The number has been given to another process, so that ours has ended, and its group with it.
      continue
    fi
    # Executors end by themselves if their worker has ended before.
    deadline=$((SECONDS + seconds_to_stop))
    while group_runs "$id" && [[ "$SECONDS" -lt "$deadline" ]]; do
      sleep 0.1
    done
    if "$ours" && group_runs "$id"; then
      # It has had processes ever since, and with them kept its number.
      kill -KILL -- "-$id" 2>/dev/null || true
      sleep 1
    fi
    if group_runs "$id"; then
      stuck+=" $id"
    fi
  done
  if [[ -n "$stuck" ]]; then
    fail "These process groups do not end:$stuck"
  fi
}

abandon() {
  read_state
  end_processes
  remove_files
}

start() {
  if [[ -f "$state_file" ]]; then
    read_state
    for i in "${!ids[@]}"; do
      if is_ours "${ids[i]}"; then
        fail "A cluster is already started in $folder (${address:-it is still starting}). End it first:" \
          "scripts/cluster.sh stop --folder '$folder'"
      fi
    done
    # All its processes have ended without "stop", as after a restart of the machine.
    remove_files
  fi
  if [[ -n "$(ls -A "$folder" 2>/dev/null)" ]]; then
    fail "The folder of a cluster must be empty or missing, since stop removes it, but $folder has files in it."
  fi
  find_spark
  mkdir -p "$folder"
  token="$$-$RANDOM$RANDOM$RANDOM"
  # Fails if another start has been quicker.
  if ! (
    set -o noclobber
    echo "token $token" >"$state_file"
  ) 2>/dev/null; then
    fail "Another cluster is being started in $folder."
  fi
  trap abandon EXIT
  trap 'exit 130' INT
  trap 'exit 143' TERM

  export SPARK_LOCAL_IP=127.0.0.1
  export SPARK_NO_DAEMONIZE=1
  export SPARK_LOCAL_DIRS="$folder/local"
  export SPARK_DAEMON_MEMORY="${SPARK_DAEMON_MEMORY:-512m}"
  # Master and workers have little to do, and shall start quickly.
  export SPARK_DAEMON_JAVA_OPTS="-XX:TieredStopAtLevel=1 -XX:+UseSerialGC ${SPARK_DAEMON_JAVA_OPTS:-} -Dsparksoftmax.cluster=$token \
\"-Dlog4j2.configurationFile=$root/conf/log4j2.properties\""
  mkdir "$folder/work" "$folder/local"
  launch master org.apache.spark.deploy.master.Master --host 127.0.0.1 --port 0 --webui-port 0
  address="$(found_in_log master "$process" 'spark://127\.0\.0\.1:[0-9]+')"
  local started=()
  for ((i = 1; i <= workers; i++)); do
    if [[ "$hosts" == each ]]; then
      export SPARK_LOCAL_IP="127.0.0.$((i + 1))"
    fi
    launch "worker-$i" org.apache.spark.deploy.worker.Worker --host "$SPARK_LOCAL_IP" --port 0 --webui-port 0 \
      --cores "$cores" --memory "$memory" --work-dir "$folder/work" "$address"
    started+=("$process")
  done
  for ((i = 1; i <= workers; i++)); do
    found_in_log "worker-$i" "${started[i - 1]}" 'Successfully registered with master' >/dev/null
  done
  echo "address $address" >>"$state_file"
  trap - EXIT INT TERM
  echo "A cluster of $workers worker(s), each with $cores core(s) and $memory of memory, is started. Run on it with:" >&2
  echo "  SOFTMAX_SUBMIT_ARGS=\"--master $address\" scripts/softmax train ..." >&2
  echo "$address"
}

stop() {
  [[ -f "$state_file" ]] || fail "No cluster is started in $folder."
  read_state
  end_processes
  remove_files
  echo "The cluster is stopped." >&2
}

status() {
  [[ -f "$state_file" ]] || fail "No cluster is started in $folder."
  read_state
  local all=true
  for i in "${!ids[@]}"; do
    if is_ours "${ids[i]}"; then
      echo "${names[i]}: process ${ids[i]} runs"
    else
      echo "${names[i]}: process ${ids[i]} has ended; its log is $folder/${names[i]}.log"
      all=false
    fi
  done
  echo "${address:-The cluster is still starting.}"
  "$all"
}

action="${1:-}"
[[ "$action" =~ ^(start|stop|status)$ ]] || usage "The first argument must be start, stop or status, but was '$action'."
shift
workers=2
cores=1
memory=1g
hosts=one
folder="$root/target/cluster"
while [[ $# -gt 0 ]]; do
  [[ $# -ge 2 ]] || usage "The option '$1' needs a value."
  case "$1" in
    --workers) workers="$2" ;;
    --cores) cores="$2" ;;
    --memory) memory="$2" ;;
    --folder) folder="$2" ;;
    --hosts) hosts="$2" ;;
    *) usage "There is no option '$1'." ;;
  esac
  shift 2
done
[[ "$workers" =~ ^[1-9][0-9]?$ ]] || usage "--workers must be a number from 1 to 99, but was '$workers'."
[[ "$cores" =~ ^[1-9][0-9]{0,2}$ ]] || usage "--cores must be a number from 1 to 999, but was '$cores'."
[[ "$memory" =~ ^[1-9][0-9]*[mMgG]$ ]] || usage "--memory must be an amount such as 512m or 2g, but was '$memory'."
[[ "$hosts" =~ ^(one|each)$ ]] || usage "--hosts must be one or each, but was '$hosts'."
[[ "$folder" == /* ]] || folder="$PWD/$folder"
state_file="$folder/state"
"$action"
