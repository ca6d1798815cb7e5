#!/bin/sh
# Registers Everbox's namespace and search attributes where they are missing. The command reads TEMPORAL_ADDRESS and
# TEMPORAL_NAMESPACE.
set -eu

retention=30d # ended workflows stay that long for ops to look at

# The port opens before the server knows its peers.
attempts=0
until temporal operator cluster health; do
  attempts=$((attempts + 1))
  [ "$attempts" -lt 30 ] || exit 1
  sleep 2
done

temporal operator namespace describe --namespace "$TEMPORAL_NAMESPACE" ||
  temporal operator namespace create --namespace "$TEMPORAL_NAMESPACE" --retention "$retention"

# A namespace becomes known to every part of the server within seconds.
attempts=0
until known=$(temporal operator search-attribute list); do
  attempts=$((attempts + 1))
  [ "$attempts" -lt 30 ] || exit 1
  sleep 2
done

for name in EverboxProgram EverboxCustomer EverboxState EverboxAttention; do
  echo "$known" | grep -qw "$name" || temporal operator search-attribute create --name "$name" --type Keyword
done
