#!/bin/sh
# Records an upgrade of macOS in a throw-away virtual machine, and turns the recording into a verdict and a proposal.
#
#   record-upgrade.sh list                          upgrades on offer that were not recorded yet: method, version, build
#   record-upgrade.sh matrix                        the same as JSON, for a matrix of jobs
#   record-upgrade.sh record METHOD VERSION BUILD   restore, arm, upgrade, wait, collect; METHOD is ota or full-installer
#   record-upgrade.sh control                       the same time without an upgrade: what a Mac does anyway
#   record-upgrade.sh check                         every recording against its baseline; ends as `esdrift check` does
#   record-upgrade.sh regenerate                    baselines and detection rules from all recordings
#   record-upgrade.sh propose                       branch, commit and, where gh is there, a pull request with what regenerate wrote
#
# NOT TRIED ON A MAC. This script was run from end to end against stand-ins for tart, ssh and the guest's own tools, never in a real virtual
# machine. What it takes for granted of macOS is from the sources named beside it. Not known: how long an upgrade takes on your hardware, how
# often the guest restarts, and whether `softwareupdate` offers a seed to a guest without an Apple Account.
#
# What the image needs, made once by hand and kept (ESDRIFT_IMAGE):
# - A guest with its Recovery: `tart create --from-ipsw`, or the vanilla templates of github.com/cirruslabs/macos-image-templates. Images
#   without Recovery fail to upgrade with "Failed to personalize" (github.com/cirruslabs/tart/issues/889). The guest may not be newer than
#   the host (github.com/utmapp/UTM/issues/7806); start older and upgrade inside it.
# - Remote login with your key, automatic login, and sudo without a password (tart.run/quick-start, "Creating a macOS VM image from scratch").
#   `startosinstall` wants a user who is logged in (github.com/grahampugh/erase-install).
# - Full Disk Access for /usr/bin/eslogger: by hand in System Settings, or by an MDM (`esdrift pppc`). `esdrift arm` says if it is missing.
# - For betas, the guest enrolled in its programme.
#
# Some guests come back on the old system while every log says success (github.com/cirruslabs/tart/issues/1232), so the only proof of an
# upgrade here is the build that runs. Keep one Mac of metal to check what the machines say: they are not the same series.
# Apple's licence allows two macOS guests on a host, so run one of these at a time.
set -eu

: "${ESDRIFT_HOME:=$(cd -- "$(dirname -- "$0")/.." && pwd)}" # a built checkout of esdrift, on a Mac of the guest's architecture
: "${ESDRIFT_IMAGE:=esdrift-golden}"                         # what `tart clone` restores
: "${ESDRIFT_USER:=admin}"                                   # owner of the guest's volume
: "${ESDRIFT_PASSWORD_FILE:=}"                               # file with that user's password: Apple silicon asks for it, also as root
: "${ESDRIFT_RECORDINGS:=recordings}"                        # recordings of all builds; keep it between runs
: "${ESDRIFT_BASELINES:=baselines}"                          # in the repository
: "${ESDRIFT_CONFIG:=esdrift.config.json}"
: "${ESDRIFT_OUT:=esdrift-report}"
: "${ESDRIFT_SETTLE:=20m}"     # how long the new build must have run
: "${ESDRIFT_DEADLINE:=6h}"    # the recorder ends by itself
: "${ESDRIFT_GIVE_UP_S:=25200}" # this script gives up, an hour later
: "${ESDRIFT_POLL_S:=60}"
: "${ESDRIFT_CONTROL:=2h}"     # length of a control

VM="esdrift-$$"

say() { printf '%s\n' "$*" >&2; }
fail() {
  say "error: $*"
  exit 1
}
# One word for the shell of the guest.
quoted() { printf '%s' "$1" | sed "s/'/'\\\\''/g; 1s/^/'/; \$s/\$/'/"; }

# ---- esdrift here, and in the guest, where it is root

NODE="$ESDRIFT_HOME/node_modules/node/bin/node"
esdrift() { "$NODE" "$ESDRIFT_HOME/dist/cli.js" "$@"; }
# The guest's shell splits this once more: values go through `quoted`.
guest_esdrift() { guest "sudo -n esdrift/node_modules/node/bin/node esdrift/dist/cli.js $*"; }
# A field of a JSON document on standard input, such as state.ended.outcome; nothing where there is none.
field() {
  "$NODE" -e 'let value = JSON.parse(require("node:fs").readFileSync(0, "utf8"));
    for (const key of process.argv[1].split(".")) value = value?.[key];
    console.log(value ?? "");' "$1"
}

# ---- the virtual machine

restore() {
  tart clone "$ESDRIFT_IMAGE" "$VM"
  trap 'discard' EXIT
  trap 'exit 130' INT TERM
  tart run --no-graphics "$VM" > "/tmp/$VM.log" 2>&1 &
  wait_for_guest
}

discard() {
  tart stop "$VM" > /dev/null 2>&1 || true
  tart delete "$VM" > /dev/null 2>&1 || true
}

# The address is asked for each time: it may change with a restart. A guest made a minute ago has no key that could be known.
guest() {
  guest_address=$(tart ip --wait 120 "$VM") || return 255
  ssh -o BatchMode=yes -o ConnectTimeout=15 -o ServerAliveInterval=15 -o LogLevel=ERROR \
    -o StrictHostKeyChecking=no -o UserKnownHostsFile=/dev/null "$ESDRIFT_USER@$guest_address" "$1"
}

wait_for_guest() {
  restore_tries=40
  until guest true < /dev/null; do
    restore_tries=$((restore_tries - 1))
    [ "$restore_tries" -gt 0 ] || fail "no SSH to the guest; see /tmp/$VM.log"
    sleep "$ESDRIFT_POLL_S"
  done
}

build_of_guest() { guest 'sw_vers -buildVersion' < /dev/null; }

# ---- what is on offer

# Whatever the command ends with: only a guest that does not answer is a failure, and not an empty list.
answer_of_guest() { guest "$1" < /dev/null || [ $? -ne 255 ]; }

# "* Label: macOS Tahoe 26.7-25G229", and below it "Title: macOS Tahoe 26.7, Version: 26.7, Size: …": github.com/cirruslabs/macos-image-templates,
# ansible/roles/system-updater/tasks/softwareupdate.yml reads the same. Method, version, build and label, with tabs between.
ota_offers() {
  offers_text=$(answer_of_guest 'softwareupdate --list 2>/dev/null') || return 1
  printf '%s\n' "$offers_text" | awk '
    /^\* Label: macOS/ { label = substr($0, 10); build = label; sub(/.*-/, "", build); next }
    label != "" && /Version: / {
      version = $0; sub(/.*Version: /, "", version); sub(/,.*/, "", version)
      if (version ~ /^[0-9.]+$/ && build ~ /^[0-9A-Za-z]+$/) print "ota\t" version "\t" build "\t" label
      label = ""
    }'
}

# "* Title: macOS Tahoe, Version: 26.7, Size: …, Build: 25G229, Deferred: NO": github.com/grahampugh/erase-install reads the same.
installer_offers() {
  offers_text=$(answer_of_guest 'softwareupdate --list-full-installers') || return 1
  printf '%s\n' "$offers_text" | awk -F', ' '
    /^\* Title: macOS/ {
      version = build = ""
      for (i = 1; i <= NF; i++) {
        if ($i ~ /^Version: /) version = substr($i, 10)
        if ($i ~ /^Build: /) build = substr($i, 8)
      }
      if (version ~ /^[0-9.]+$/ && build ~ /^[0-9A-Za-z]+$/) print "full-installer\t" version "\t" build
    }'
}

is_recorded() { # METHOD BUILD
  for recorded_file in "$ESDRIFT_RECORDINGS"/macos-*--*-"$2"."$1".*.jsonl.zst; do
    [ ! -e "$recorded_file" ] || return 0
  done
  return 1
}

# An upgrade the guest is offered over the air, and the installer of the same build where Apple lists one: two ways to one build.
list() {
  restore
  list_ota=$(ota_offers)
  list_installers=$(installer_offers)
  say "on offer: ${list_ota:-nothing over the air}"
  printf '%s\n' "$list_ota" | while IFS="$(printf '\t')" read -r list_method list_version list_build _; do
    [ -n "$list_build" ] || continue
    is_recorded "$list_method" "$list_build" || printf '%s\t%s\t%s\n' ota "$list_version" "$list_build"
    if printf '%s\n' "$list_installers" | grep -q "	$list_build\$" && ! is_recorded full-installer "$list_build"; then
      printf '%s\t%s\t%s\n' full-installer "$list_version" "$list_build"
    fi
  done
}

matrix() {
  matrix_list=$(list)
  printf '%s\n' "$matrix_list" | "$NODE" -e 'const lines = require("node:fs").readFileSync(0, "utf8").split("\n").filter(Boolean);
    const include = lines.map((line) => { const [method, version, build] = line.split("\t"); return { method, version, build }; });
    console.log(JSON.stringify({ include }));'
}

# ---- one recording

install_esdrift() {
  COPYFILE_DISABLE=1 tar -C "$ESDRIFT_HOME" -cf - dist schemas package.json oclif.manifest.json node_modules |
    guest 'rm -rf esdrift && mkdir esdrift && tar -C esdrift -xf -'
}

# It checks first whether it can record, and ends with 6 where it cannot.
arm() { # METHOD DEADLINE
  guest_esdrift arm --method "$1" --settle "$(quoted "$ESDRIFT_SETTLE")" --deadline "$(quoted "$2")" \
    --label initiator=cli --label "$(quoted "image=$ESDRIFT_IMAGE")" < /dev/null
}

# The connection breaks with the restart, and softwareupdate's own exit code says nothing: the build decides, later.
upgrade_ota() { # BUILD
  ota_list=$(ota_offers)
  ota_label=$(printf '%s\n' "$ota_list" | awk -F'\t' -v build="$1" '$3 == build { print $4; exit }')
  [ -n "$ota_label" ] || fail "the guest is not offered build $1"
  # Without --restart it stops at "Downloaded" (github.com/cirruslabs/macos-image-templates, softwareupdate.yml).
  guest "sudo -n softwareupdate --install --agree-to-license --force --restart --user $(quoted "$ESDRIFT_USER") --stdinpass $(quoted "$ota_label")" \
    < "$ESDRIFT_PASSWORD_FILE" || say "the connection ended: a restart, most likely"
}

# Before the recorder is armed: the download is not what is recorded.
fetch_installer() { # VERSION
  guest "sudo -n softwareupdate --fetch-full-installer --full-installer-version $(quoted "$1")" < /dev/null
}

# --user and --stdinpass are for Apple silicon (github.com/grahampugh/erase-install, launch_startosinstall).
upgrade_installer() {
  guest "installer=\$(ls -dt '/Applications/Install macOS'*.app | head -n 1)
    sudo -n \"\$installer/Contents/Resources/startosinstall\" --agreetolicense --nointeraction --forcequitapps \
      --user $(quoted "$ESDRIFT_USER") --stdinpass" < "$ESDRIFT_PASSWORD_FILE" || say "the connection ended: a restart, most likely"
}

# Until the recorder says that it is over: the new build has settled, or its deadline came.
wait_for_end() {
  wait_until=$(($(date +%s) + ESDRIFT_GIVE_UP_S))
  while :; do
    wait_phase=$(guest_esdrift status --json < /dev/null 2> /dev/null | field phase 2> /dev/null) || wait_phase=''
    [ "$wait_phase" != ended ] || return 0
    [ "$wait_phase" != none ] || fail "nothing is armed in the guest any more"
    say "$(date -u +%H:%M:%SZ) ${wait_phase:-no answer, restarting perhaps}"
    [ "$(date +%s)" -lt "$wait_until" ] || fail "the recording did not end in $ESDRIFT_GIVE_UP_S s"
    sleep "$ESDRIFT_POLL_S"
  done
}

# Prints the path here: recordings/macos-26.2-25C56--26.3-25D125.ota.arm64.run-1.jsonl.zst
collect() {
  collect_path=$(guest_esdrift collect --json < /dev/null | field path)
  [ -n "$collect_path" ] || fail "the guest handed out no recording"
  collect_stem="$ESDRIFT_RECORDINGS/$(basename "$collect_path" .jsonl.zst).arm64"
  collect_run=1
  while [ -e "$collect_stem.run-$collect_run.jsonl.zst" ]; do collect_run=$((collect_run + 1)); done
  mkdir -p "$ESDRIFT_RECORDINGS"
  collect_file="$collect_stem.run-$collect_run.jsonl.zst"
  guest "cat $(quoted "$collect_path")" < /dev/null > "$collect_file.part"
  mv "$collect_file.part" "$collect_file"
  printf '%s\n' "$collect_file"
}

inspect() { # FILE
  esdrift trace verify "$1" --no-secrets >&2
  esdrift trace info "$1" >&2
}

record() { # METHOD VERSION BUILD
  [ -r "$ESDRIFT_PASSWORD_FILE" ] || fail "ESDRIFT_PASSWORD_FILE names no file that can be read"
  restore
  install_esdrift
  case "$1" in
    ota)
      arm ota "$ESDRIFT_DEADLINE"
      upgrade_ota "$3"
      ;;
    full-installer)
      fetch_installer "$2"
      arm full-installer "$ESDRIFT_DEADLINE"
      upgrade_installer
      ;;
    *) fail "METHOD is ota or full-installer, not $1" ;;
  esac
  wait_for_end
  record_build=$(build_of_guest)
  record_file=$(collect)
  inspect "$record_file"
  printf '%s\n' "$record_file"
  # Kept all the same: it is labelled as what it was, and a failed upgrade is a recording to have.
  [ "$record_build" = "$3" ] || fail "the guest runs $record_build, not $3: the upgrade did not come through"
}

control() {
  restore
  install_esdrift
  arm control "$ESDRIFT_CONTROL"
  wait_for_end
  control_file=$(collect)
  inspect "$control_file"
  printf '%s\n' "$control_file"
}

# ---- what comes of the recordings

check() {
  esdrift check --config "$ESDRIFT_CONFIG" --out "$ESDRIFT_OUT" --format github
}

# A baseline for each pair of builds and method, from all its runs; then rules, proven on every recording. Rules that do not hold are not written.
regenerate() {
  mkdir -p "$ESDRIFT_OUT"
  regenerate_notes="$ESDRIFT_OUT/proposal.md"
  : > "$regenerate_notes"
  for regenerate_first in "$ESDRIFT_RECORDINGS"/macos-*--*.run-1.jsonl.zst; do
    [ -e "$regenerate_first" ] || fail "no recording of an upgrade in $ESDRIFT_RECORDINGS"
    regenerate_stem=$(basename "$regenerate_first" .run-1.jsonl.zst)
    set -- "$ESDRIFT_RECORDINGS/$regenerate_stem".run-*.jsonl.zst
    for regenerate_control in "$ESDRIFT_RECORDINGS/${regenerate_stem%%--*}".control.*.jsonl.zst; do
      [ ! -e "$regenerate_control" ] || set -- "$@" --control "$regenerate_control"
    done
    esdrift baseline create "$@" --out "$ESDRIFT_BASELINES/$regenerate_stem.baseline.json" --force >&2
    printf -- '- baseline %s\n' "$regenerate_stem" >> "$regenerate_notes"
  done
  regenerate_rules="$ESDRIFT_BASELINES/upgrade.rules.json"
  if esdrift signals generate "$ESDRIFT_RECORDINGS"/*.jsonl.zst --out "$regenerate_rules" --force >&2; then
    printf -- '- rules, made anew\n' >> "$regenerate_notes"
  else
    printf -- '- rules as they were: none made of these recordings hold (the log says why)\n' >> "$regenerate_notes"
  fi
  [ -e "$regenerate_rules" ] || return 0
  esdrift signals test "$ESDRIFT_RECORDINGS"/*.jsonl.zst --rules "$regenerate_rules" \
    --format markdown --out "$ESDRIFT_OUT/rules.md" --force >&2 ||
    printf -- '- **the rules fail on these recordings**\n' >> "$regenerate_notes"
}

propose() {
  git add -- "$ESDRIFT_BASELINES"
  if git diff --cached --quiet; then
    say "baselines and rules are as they were"
    return 0
  fi
  propose_branch="esdrift/$(date -u +%Y%m%d-%H%M%S)"
  git switch -c "$propose_branch"
  git commit -m 'Regenerate baselines and detection rules from new recordings'
  git push --set-upstream origin "$propose_branch"
  command -v gh > /dev/null || {
    say "$propose_branch is pushed; gh is not here, so open the pull request by hand"
    return 0
  }
  # GitHub takes 65,536 characters.
  for propose_part in proposal.md rules.md summary.md; do
    [ ! -e "$ESDRIFT_OUT/$propose_part" ] || cat "$ESDRIFT_OUT/$propose_part"
    printf '\n'
  done | head -c 60000 | iconv -c -f UTF-8 -t UTF-8 > "$ESDRIFT_OUT/pull-request.md"
  gh pr create --title 'New macOS: baselines and detection rules' --body-file "$ESDRIFT_OUT/pull-request.md"
}

case "${1:-}" in
  list | matrix | control | check | regenerate | propose)
    [ $# -eq 1 ] || fail "$1 takes nothing more"
    "$1"
    ;;
  record)
    [ $# -eq 4 ] || fail 'record METHOD VERSION BUILD'
    record "$2" "$3" "$4"
    ;;
  *)
    sed -n '2,10s/^# \{0,1\}//p' "$0" >&2
    exit 2
    ;;
esac
