#!/bin/bash
# Installs what certviewer needs and this computer lacks, by its own package manager (apt, dnf
# or pacman), with sudo unless root. What is there is left alone: a second run asks nobody.
#
# Use: scripts/setup.sh GROUP...   make | build | test | windows | cross | e2e | bench | fetch
set -euo pipefail

# What is needed, one thing a line: its group; how to see that it is there (pc: a pkg-config
# module, so headers and library; cmd: a command; lib: a shared library); and its package on
# Debian and Ubuntu, on Fedora, and on Arch.
needs='
make   cmd:make            make                  make                         make
build  cmd:gcc             gcc                   gcc                          gcc
build  file:/usr/include/grp.h libc6-dev           glibc-devel                  glibc
build  cmd:pkg-config      pkg-config            pkgconf-pkg-config           pkgconf
build  pc:wayland-client   libwayland-dev        pkgconfig(wayland-client)    wayland
build  pc:wayland-cursor   libwayland-dev        pkgconfig(wayland-cursor)    wayland
build  pc:wayland-egl      libwayland-dev        pkgconfig(wayland-egl)       wayland
build  pc:xkbcommon        libxkbcommon-dev      pkgconfig(xkbcommon)         libxkbcommon
build  pc:egl              libegl-dev            pkgconfig(egl)               libglvnd
build  pc:gl               libgl-dev             pkgconfig(gl)                libglvnd
build  pc:x11              libx11-dev            pkgconfig(x11)               libx11
build  pc:xrandr           libxrandr-dev         pkgconfig(xrandr)            libxrandr
build  pc:xxf86vm          libxxf86vm-dev        pkgconfig(xxf86vm)           libxxf86vm
build  pc:xi               libxi-dev             pkgconfig(xi)                libxi
build  pc:xcursor          libxcursor-dev        pkgconfig(xcursor)           libxcursor
build  pc:xinerama         libxinerama-dev       pkgconfig(xinerama)          libxinerama
fetch  cmd:go              golang-go             golang                       go
fetch  file:/etc/ssl/certs/ca-*.crt ca-certificates       ca-certificates              ca-certificates
test   cmd:certutil        libnss3-tools         nss-tools                    nss
test   cmd:openssl         openssl               openssl                      openssl
test   cmd:strace          strace                strace                       strace
test   cmd:trust           p11-kit               p11-kit-trust                p11-kit
test   file:/etc/ssl/certs/ca-*.crt ca-certificates       ca-certificates              ca-certificates
test   cmd:git             git                   git                          git
test   cmd:dbus-daemon     dbus                  dbus-daemon                  dbus
test   cmd:gnome-keyring-daemon gnome-keyring     gnome-keyring                gnome-keyring
test   cmd:secret-tool     libsecret-tools       libsecret                    libsecret
test   lib:libnssckbi.so   libnss3               nss                          nss
windows cmd:wineserver     wine                  wine-core                    wine
windows cmd:x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64 mingw64-gcc            mingw-w64-gcc
windows cmd:certutil       libnss3-tools         nss-tools                    nss
windows cmd:unzip          unzip                 unzip                        unzip
windows cmd:script         bsdutils              util-linux-script            util-linux
windows cmd:openssl        openssl               openssl                      openssl
cross  cmd:x86_64-w64-mingw32-gcc gcc-mingw-w64-x86-64 mingw64-gcc             mingw-w64-gcc
cross  cmd:convert         imagemagick           ImageMagick                  imagemagick
cross  cmd:zip             zip                   zip                          zip
cross  cmd:git             git                   git                          git
e2e    cmd:Xvfb            xvfb                  xorg-x11-server-Xvfb         xorg-server-xvfb
e2e    cmd:openbox         openbox               openbox                      openbox
e2e    cmd:xdotool         xdotool               xdotool                      xdotool
e2e    cmd:xclip           xclip                 xclip                        xclip
e2e    cmd:openssl         openssl               openssl                      openssl
e2e    cmd:import          imagemagick           ImageMagick                  imagemagick
e2e    cmd:strace          strace                strace                       strace
e2e    cmd:certutil        libnss3-tools         nss-tools                    nss
bench  cmd:certutil        libnss3-tools         nss-tools                    nss
bench  cmd:Xvfb            xvfb                  xorg-x11-server-Xvfb         xorg-server-xvfb
bench  cmd:openbox         openbox               openbox                      openbox
bench  cmd:xdotool         xdotool               xdotool                      xdotool
bench  cmd:script          bsdutils              util-linux-script            util-linux
bench  cmd:xca             xca                   xca                          xca
bench  cmd:trust           p11-kit               p11-kit-trust                p11-kit
bench  file:/usr/bin/time  time                  time                         time
'

# there WHAT: is it installed?
there() {
	local what=${1#*:} found
	case $1 in
	cmd:*) type -P "$what" >/dev/null ;;
	pc:*) pkg-config --exists "$what" 2>/dev/null ;;
	file:*) compgen -G "$what" >/dev/null ;; # OpenSSL brings an empty folder for certificates
	lib:*)
		found=(/usr/lib/*/"$what" /usr/lib/*/nss/"$what" /usr/lib{,64}/"$what" /usr/lib{,64}/nss/"$what")
		for f in "${found[@]}"; do [[ -e $f ]] && return; done
		return 1
		;;
	esac
}

# add PACKAGE...: by the package manager of this computer. Lists of packages are renewed
# only when the install fails without: on a fresh machine there are none.
add() {
	local root=() apt=(env DEBIAN_FRONTEND=noninteractive apt-get -qq)
	printf 'certviewer: installing %s\n' "$*" >&2
	if ((EUID != 0)); then
		type -P sudo >/dev/null || { echo 'certviewer: an administrator must install these' >&2; exit 1; }
		root=(sudo)
	fi
	case $manager in
	apt)
		"${root[@]}" "${apt[@]}" install -y --no-install-recommends "$@" 2>/dev/null && return
		"${root[@]}" "${apt[@]}" update
		"${root[@]}" "${apt[@]}" install -y --no-install-recommends "$@"
		;;
	dnf) "${root[@]}" dnf install -y "$@" ;;
	# Arch has no partial upgrades: new lists mean a whole upgrade.
	pacman) "${root[@]}" pacman -S --needed --noconfirm "$@" || "${root[@]}" pacman -Syu --needed --noconfirm "$@" ;;
	esac
}

(($#)) || { sed -n '2,5s/^# \{0,1\}//p' "$0" >&2; exit 2; }

manager='' column=''
if type -P apt-get >/dev/null; then
	manager=apt column=3
elif type -P dnf >/dev/null; then
	manager=dnf column=4
elif type -P pacman >/dev/null; then
	manager=pacman column=5
fi

missing=() wanted=()
while read -r group what packages; do
	[[ " $* " == *" $group "* ]] || continue
	there "$what" && continue
	missing+=("${what#*:}")
	[[ -n $manager ]] || continue
	package=$(awk -v n=$((column - 2)) '{print $n}' <<<"$packages")
	[[ " ${wanted[*]-} " == *" $package "* ]] || wanted+=("$package")
done <<<"$(sed '/^$/d' <<<"$needs")"

((${#missing[@]})) || exit 0
if [[ -z $manager ]]; then
	printf 'certviewer: please install these, then try again: %s\n' "${missing[*]}" >&2
	exit 1
fi
add "${wanted[@]}"
