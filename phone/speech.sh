#!/usr/bin/env bash
# Makes the two recordings of bin/call anew: needs espeak-ng and ffmpeg (apt-get install espeak-ng ffmpeg).
#
# Each is cut to whole packets of 20 milliseconds, and goes through PCMU once: what a call over G.711
# delivers is then the same file, octet for octet.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/src/main/resources/org/aparte/phone/demo"

# record NAME VOICE SECONDS TEXT
record() {
  espeak-ng -v "$2" -s 165 --stdout "$4" \
    | ffmpeg -v error -i - -af "highpass=f=100,volume=0.8,apad" -t "$3" -ar 8000 -ac 1 -f mulaw - \
    | ffmpeg -v error -y -f mulaw -ar 8000 -ac 1 -i - -c:a pcm_s16le -bitexact "$1.wav"
}

record alice en-us+f3 4.3 "Hello Bob, this is Alice. Nobody between us can hear what I say."
record bob en-gb+m3 4.3 "Hello Alice, this is Bob. I hear you well, and only you hear me."
