# Sourced by the scripts that run tests: they make many small sites and delete them again, so their
# temporary files go into memory where there is room for them, unless TMPDIR says otherwise.
if [ -z "${TMPDIR:-}" ]; then
  free_kb=$(df --output=avail -k /dev/shm 2> /dev/null | tail -1 || echo 0)
  [ "${free_kb:-0}" -le 4000000 ] || export TMPDIR=/dev/shm
fi
