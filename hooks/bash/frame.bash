# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# Requests as bytes: uint32 big-endian length, then msgpack, each value in its shortest form.
#
# A variable cannot hold a NUL byte, and most lengths have one. So a frame is a format for printf, in which numbers
# are octal escapes and each text is a %s, and beside it the texts.

# Adds one frame. Arguments are pairs: `i NUMBER` (not negative), `s TEXT`, or `n ''` for nil.
_segue_pack() {
  \builtin local count="$(($# / 2))" size=1 body='' piece
  while (($#)); do
    case $1 in
      i)
        # printf takes an escape for the byte that it stands for, a percent sign included.
        if (($2 < 128)); then
          \builtin printf -v piece '\\%03o' "$2"
          size=$((size + 1))
        elif (($2 < 256)); then
          \builtin printf -v piece '\\314\\%03o' "$2"
          size=$((size + 2))
        elif (($2 < 65536)); then
          \builtin printf -v piece '\\315\\%03o\\%03o' "$(($2 >> 8))" "$(($2 & 255))"
          size=$((size + 3))
        elif (($2 < 4294967296)); then
          _segue_octal32 "$2"
          piece='\316'$_segue_reply
          size=$((size + 5))
        else
          _segue_octal32 "$(($2 >> 32))"
          piece='\317'$_segue_reply
          _segue_octal32 "$(($2 & 4294967295))"
          piece=$piece$_segue_reply
          size=$((size + 9))
        fi
        ;;
      s)
        _segue_length "$2"
        if ((_segue_reply < 32)); then
          \builtin printf -v piece '\\%03o' "$((160 + _segue_reply))"
          size=$((size + 1 + _segue_reply))
        elif ((_segue_reply < 256)); then
          \builtin printf -v piece '\\331\\%03o' "$_segue_reply"
          size=$((size + 2 + _segue_reply))
        else
          \builtin printf -v piece '\\332\\%03o\\%03o' "$((_segue_reply >> 8))" "$((_segue_reply & 255))"
          size=$((size + 3 + _segue_reply))
        fi
        piece=$piece%s
        _segue_texts[${#_segue_texts[@]}]=$2
        ;;
      n)
        piece='\300'
        size=$((size + 1))
        ;;
    esac
    body=$body$piece
    \builtin shift 2
  done
  _segue_octal32 "$size"
  \builtin printf -v piece '\\%03o' "$((144 + count))"
  _segue_frames=$_segue_frames$_segue_reply$piece$body
  _segue_size=$((_segue_size + 4 + size))
}

# Sets _segue_reply to four bytes as octal escapes.
_segue_octal32() {
  \builtin printf -v _segue_reply '\\%03o\\%03o\\%03o\\%03o' \
    "$(($1 >> 24 & 255))" "$(($1 >> 16 & 255))" "$(($1 >> 8 & 255))" "$(($1 & 255))"
}

# Sets _segue_reply to the number of bytes in a text.
_segue_length() {
  _segue_reply=${#1}
  # Changing the locale costs more than all the rest, and most lines are ASCII.
  case $1 in
    *[![:ascii:]]*) _segue_length_c "$1" ;;
  esac
}

_segue_length_c() {
  \builtin local LC_ALL=C
  _segue_reply=${#1}
}
