#!/bin/sh
# Creates Temporal's databases where they are missing and brings their schema up to this image's version. The tool reads
# SQL_PLUGIN, SQL_HOST, SQL_PORT, SQL_USER and SQL_PASSWORD.
set -eu

schemas=${TEMPORAL_SCHEMAS:-/etc/temporal/schema/postgresql/v12}

# update DATABASE DIRECTORY
update() {
  temporal-sql-tool --database "$1" create-database
  # 0.0 only lays the table of versions; a database that has one keeps it.
  temporal-sql-tool --database "$1" setup-schema --version 0.0
  temporal-sql-tool --database "$1" update-schema --schema-dir "$schemas/$2/versioned"
}

update temporal temporal
update temporal_visibility visibility
