# shellcheck shell=bash disable=SC2154 # parts set variables for each other
# Requests as bytes: uint32 big-endian length, then msgpack. Each kind of value has one width, wider than many need, so
# that a frame takes a single printf: looking for the shortest form would cost more than all else at a prompt.
#
# A variable cannot hold a NUL byte, and most numbers have one. So a frame is a format for printf, in which numbers
# are octal escapes (printf takes one for the byte that it stands for, a percent sign included) and each text is a %s,
# and beside it the texts.

_segue_reset_frames() {
  _segue_frames='' _segue_texts=() _segue_size=0
}

_segue_begin_frame() {
  _segue_sequence=$((_segue_sequence + 1)) _segue_body='' _segue_body_size=0
}

# Adds a text of at most 65,535 bytes.
_segue_add_text() {
  \builtin local piece
  _segue_length "$1"
  \builtin printf -v piece '\\332\\%03o\\%03o%%s' "$((_segue_reply >> 8))" "$((_segue_reply & 255))"
  _segue_texts[${#_segue_texts[@]}]=$1
  _segue_body=$_segue_body$piece _segue_body_size=$((_segue_body_size + 3 + _segue_reply))
}

# Adds a directory, or "" when it would fill the FIFO. Most are the one before.
_segue_add_path() {
  if [[ $1 != "$_segue_path_given" ]]; then
    _segue_path=$1 _segue_path_given=$1
    _segue_length "$1"
    if ((_segue_reply > 1000)); then
      _segue_path='' _segue_reply=0
    fi
    _segue_path_size=$_segue_reply
    \builtin printf -v _segue_path_piece '\\332\\%03o\\%03o%%s' "$((_segue_reply >> 8))" "$((_segue_reply & 255))"
  fi
  _segue_texts[${#_segue_texts[@]}]=$_segue_path
  _segue_body=$_segue_body$_segue_path_piece _segue_body_size=$((_segue_body_size + 3 + _segue_path_size))
}

# Adds numbers of eight bytes, none negative.
_segue_add_numbers() {
  \builtin local piece
  while (($#)); do
    \builtin printf -v piece '\\317\\%03o\\%03o\\%03o\\%03o\\%03o\\%03o\\%03o\\%03o' \
      "$(($1 >> 56 & 255))" "$(($1 >> 48 & 255))" "$(($1 >> 40 & 255))" "$(($1 >> 32 & 255))" \
      "$(($1 >> 24 & 255))" "$(($1 >> 16 & 255))" "$(($1 >> 8 & 255))" "$(($1 & 255))"
    _segue_body=$_segue_body$piece _segue_body_size=$((_segue_body_size + 9))
    \builtin shift
  done
}

# Adds bytes that are given as octal escapes of three digits.
_segue_add_bytes() {
  _segue_body=$_segue_body$1 _segue_body_size=$((_segue_body_size + ${#1} / 4))
}

# Arguments: how many fields the frame has, and its kind. The name of a session has less than 32 bytes.
_segue_end_frame() {
  \builtin local head size="$((_segue_body_size + 8 + ${#_segue_session}))"
  \builtin printf -v head '\\000\\000\\%03o\\%03o\\%03o\\%03o\\316\\%03o\\%03o\\%03o\\%03o\\%03o%s' \
    "$((size >> 8))" "$((size & 255))" "$((144 + $1))" "$2" \
    "$((_segue_sequence >> 24 & 255))" "$((_segue_sequence >> 16 & 255))" \
    "$((_segue_sequence >> 8 & 255))" "$((_segue_sequence & 255))" "$((160 + ${#_segue_session}))" "$_segue_session"
  _segue_frames=$_segue_frames$head$_segue_body _segue_size=$((_segue_size + 4 + size))
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
