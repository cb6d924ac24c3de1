#!/bin/sh
# Makes the Debian package, installs it in a root of its own, runs the demo from a folder that is
# not the source tree, and removes it: package.sh BUILD SOURCE
#
# The root is a copy-on-write view of this system (overlayfs in a mount namespace of its own), with
# the source tree hidden: dpkg checks that every dependency is there and really installs, nothing is
# downloaded, and nothing outside the view changes. It shows less than a bare system would, since
# packages that the build needs are there too; so the libraries of the program are also compared
# with the dependencies. HENSYN_CLEAN_ROOT=debootstrap makes the bare system from the mirror of
# /etc/apt instead (about 300 packages).
set -eu
build=$1
source=$2

skip() {
  echo "skipped: $1"
  exit 77
}
fail() {
  echo "FAILED: $1" >&2
  exit 1
}

[ "$(id -u)" -eq 0 ] || skip "only root can make a root of its own"
for tool in cpack dpkg dpkg-shlibdeps unshare; do
  command -v "$tool" >/dev/null || skip "$tool is not installed"
done

unshare --mount true 2>/dev/null || skip "this system gives no mount namespace of its own"

work=$(mktemp -d /tmp/hensyn-package-XXXXXX)
trap 'rm -rf "$work"' EXIT

(cd "$build" && cpack -G DEB -B "$work/deb" >"$work/cpack.log" 2>&1) || {
  cat "$work/cpack.log"
  fail "cpack"
}
deb=$(echo "$work"/deb/*.deb)
[ -f "$deb" ] || fail "no package was made"
dpkg-deb --info "$deb" >"$work/info"
dpkg-deb --contents "$deb" >"$work/contents"

for wanted in ./usr/bin/hensyn ./usr/share/qgis/python/plugins/hensyn/metadata.txt \
  ./usr/share/man/man1/hensyn.1.gz ./usr/share/doc/hensyn/copyright; do
  grep -q " $wanted\$" "$work/contents" || fail "$wanted is not in the package"
done
grep -Eq ' \./usr/lib/[^/]+/libhensyn\.so\.0 ' "$work/contents" ||
  fail "the library is not in the multiarch folder"
grep -Eq 'libgdal[0-9]+ \(>= 3\.6\)' "$work/info" || fail "GDAL 3.6 is not asked for"
# Every library that the program names must come from a package that is depended on.
depends=$(sed -n 's/^ *Depends: //p' "$work/info")
for library in $(objdump -p "$build/hensyn" | sed -n 's/^ *NEEDED *//p'); do
  file=$(ldconfig -p | awk -v l="$library" '$1 == l { print $NF; exit }')
  [ -n "$file" ] || continue
  package=$(dpkg -S "$(realpath "$file")" "$file" "/usr$file" 2>/dev/null |
    sed -n '1s/[:,].*//p')
  case " $depends" in
  *" $package "* | *" $package,"* | *" $package") ;;
  *) fail "$library of $package is not among the dependencies: $depends" ;;
  esac
done

# What is done inside the root; paths are those of the root.
cat >"$work/inside.sh" <<'INSIDE'
set -eu
export DEBIAN_FRONTEND=noninteractive PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root
deb=$1
how=$2
if [ "$how" = debootstrap ]; then
  apt-get update -qq
  apt-get install -y -qq --no-install-recommends "$deb" >/dev/null
else
  dpkg --install "$deb" >/dev/null
fi
[ "$(dpkg-query -W -f '${Status}' hensyn)" = "install ok installed" ]
ldconfig -p | grep -q 'libhensyn\.so\.0 '
mkdir -p "/srv/kommune Ø"
cp /usr/share/hensyn/sample-data/* "/srv/kommune Ø"
cd "/srv/kommune Ø"
hensyn run demo.yaml -o demo.sqlite --map demo.png --progress none 2>log || { cat log; exit 1; }
hensyn verify demo.sqlite >/dev/null
[ -s demo.png ] && [ -s demo.qgs ]
[ -f /usr/share/bash-completion/completions/hensyn ]
if [ -x /usr/bin/qgis_process.bin ]; then
  export QT_QPA_PLATFORM=offscreen XDG_RUNTIME_DIR=/srv QGIS_CUSTOM_CONFIG_PATH=/srv/profile
  unset HENSYN_BIN QGIS_PLUGINPATH || true
  qgis_process.bin plugins enable hensyn >/dev/null 2>&1
  qgis_process.bin run hensyn:verify -- RESULT=demo.sqlite OUTPUT=/srv/k.html 2>/dev/null |
    grep -q '^OK:.*true'
fi
dpkg --remove hensyn >/dev/null 2>&1
[ ! -e /usr/bin/hensyn ] && [ ! -e /usr/include/hensyn.h ]
[ ! -e /usr/share/hensyn ] && [ ! -e /usr/share/doc/hensyn ]
[ -z "$(find /usr /etc /opt /var -path '*hensyn*' -not -path '/var/cache/*' \
  -not -path '/var/log/*' -not -path '/var/tmp/*' -not -path '/var/lib/dpkg/*' -print -quit)" ]
echo "installed, run and removed"
INSIDE

if [ "${HENSYN_CLEAN_ROOT:-}" = debootstrap ]; then
  command -v debootstrap >/dev/null || skip "debootstrap is not installed"
  mirror=$(apt-get indextargets --format '$(SITE)' 2>/dev/null | grep -m 1 debian) ||
    skip "no Debian mirror is known"
  . /etc/os-release
  debootstrap --variant=minbase "$VERSION_CODENAME" "$work/root" "$mirror" \
    >"$work/debootstrap.log" 2>&1 || {
    tail -3 "$work/debootstrap.log"
    skip "debootstrap could not make a system from $mirror"
  }
  mkdir -p "$work/root/put"
  cp "$deb" "$work/inside.sh" "$work/root/put"
  # A proxy of this machine, if it has one.
  cp /etc/apt/apt.conf.d/*proxy* "$work/root/etc/apt/apt.conf.d/" 2>/dev/null || true
  unshare --mount --fork sh -eu -c '
    mount -t proc proc "$1/proc"
    chroot "$1" sh /put/inside.sh "/put/$2" debootstrap
  ' sh "$work/root" "$(basename "$deb")"
  exit 0
fi

mkdir -p "$work/view"
unshare --mount --fork sh -eu -c '
  view=$1 deb=$2 inside=$3 source=$4
  mount --make-rprivate /
  # The upper layer needs a file system of its own kind; memory has none of the limits of /tmp.
  mount -t tmpfs -o size=2g tmpfs "$view"
  mkdir "$view/up" "$view/work" "$view/root" "$view/put"
  cp "$deb" "$inside" "$view/put"
  mount -t overlay overlay -o "lowerdir=/,upperdir=$view/up,workdir=$view/work" "$view/root" ||
    exit 78
  mount -t proc proc "$view/root/proc"
  mount --bind /dev "$view/root/dev"
  mount -t tmpfs tmpfs "$view/root/tmp"
  mount -t tmpfs tmpfs "$view/root$source"
  cp "$view/put"/* "$view/root/tmp"
  chroot "$view/root" sh /tmp/inside.sh "/tmp/$(basename "$deb")" view
' sh "$work/view" "$deb" "$work/inside.sh" "$source" || {
  code=$?
  [ "$code" -ne 78 ] || skip "this kernel gives no overlay here"
  exit "$code"
}
