# msgpack, as much of it as the wire needs. Bytes are handled as characters under no_multibyte, so that NUL and
# text that is not UTF-8 pass unchanged; LC_ALL=C would do as well but also changes how zle draws. Mind the parentheses:
# unlike in C, << & and | bind more tightly than + and -.

# Appends one frame to _segue_out, an array of the values given: `i` and an integer, `s` and a text, `n ''` for nil.
# This runs at every prompt, and a function call costs zsh as much as all the rest of a value: what hooks send often
# is written out here, only what they never or hardly send goes through _segue_pack_bytes.
_segue_pack() {
  setopt local_options no_multibyte
  local type value body
  local -i size byte bits a=0x90+$#/2 b c d e f g h
  body=${(#)a}
  for type value; do
    case $type in
      (s)
        size=$#value
        if (( size < 32 )); then
          (( a = 0xa0 + size ))
          body+=${(#)a}
        elif (( size < 256 )); then
          body+=$'\xd9'${(#)size}
        elif (( size < 65536 )); then
          (( a = size >> 8, b = size & 255 ))
          body+=$'\xda'${(#)a}${(#)b}
        else
          _segue_pack_bytes 0xdb 32 size
        fi
        body+=$value
        ;;
      (i)
        if (( value >= 65536 )); then
          (( a = value >> 24 & 255, b = value >> 16 & 255, c = value >> 8 & 255, d = value & 255 ))
          if (( value < 4294967296 )); then
            body+=$'\xce'${(#)a}${(#)b}${(#)c}${(#)d}
          else
            (( e = value >> 56, f = value >> 48 & 255, g = value >> 40 & 255, h = value >> 32 & 255 ))
            body+=$'\xcf'${(#)e}${(#)f}${(#)g}${(#)h}${(#)a}${(#)b}${(#)c}${(#)d}
          fi
        elif (( value >= 256 )); then
          (( a = value >> 8, b = value & 255 ))
          body+=$'\xcd'${(#)a}${(#)b}
        elif (( value >= 128 )); then body+=$'\xcc'${(#)value}
        elif (( value >= 0 )); then body+=${(#)value}
        elif (( value >= -32 )); then _segue_pack_bytes value\&255 0 0
        elif (( value >= -128 )); then _segue_pack_bytes 0xd0 8 value
        elif (( value >= -32768 )); then _segue_pack_bytes 0xd1 16 value
        elif (( value >= -2147483648 )); then _segue_pack_bytes 0xd2 32 value
        else _segue_pack_bytes 0xd3 64 value
        fi
        ;;
      (*) body+=$'\xc0' ;;
    esac
  done
  (( size = $#body, a = size >> 24, b = size >> 16 & 255, c = size >> 8 & 255, d = size & 255 ))
  _segue_out+=${(#)a}${(#)b}${(#)c}${(#)d}$body
}

# Appends a tag and a big-endian number of so many bits to the caller's body.
_segue_pack_bytes() {
  (( byte = $1, bits = $2 ))
  body+=${(#)byte}
  while (( bits > 0 )); do
    (( bits -= 8, byte = $3 >> bits & 255 ))
    body+=${(#)byte}
  done
}

# Puts the scalars of an array into _segue_values. It stops without complaint at the first value that is none
# (a map, an array, an extension): a newer daemon may append fields. False when the bytes are no array or cut short.
_segue_unpack() {
  setopt local_options no_multibyte
  local body=$1 char
  local -i at=1 tag count size number bits
  _segue_values=()
  _segue_unpack_bytes 1; tag=number
  if (( tag >> 4 == 9 )); then count='tag & 15'
  elif (( tag == 0xdc )); then _segue_unpack_bytes 2; count=number
  else return 1
  fi
  while (( count-- > 0 )); do
    (( at <= $#body )) || return 1
    _segue_unpack_bytes 1; tag=number size=-1
    if (( tag < 0x80 )); then :
    elif (( tag >= 0xe0 )); then (( number -= 256 ))
    elif (( tag >> 5 == 5 )); then size='tag & 31'
    else
      case $tag in
        (192|194) number=0 ;; # nil and false
        (195) number=1 ;;
        (196|197|198) _segue_unpack_bytes '1 << (tag - 196)'; size=number ;;
        (202) (( at += 4, number = 0 )) ;; # floats are never sent to a shell
        (203) (( at += 8, number = 0 )) ;;
        (204|205|206|207) _segue_unpack_bytes '1 << (tag - 204)' ;;
        (208|209|210|211)
          _segue_unpack_bytes '1 << (tag - 208)'
          (( bits = 8 << (tag - 208), number -= tag < 211 && number >> (bits - 1) ? 1 << bits : 0 ))
          ;;
        (217|218|219) _segue_unpack_bytes '1 << (tag - 217)'; size=number ;;
        (*) return 0 ;;
      esac
    fi
    if (( size < 0 )); then
      _segue_values+=($number)
    else
      (( at + size <= $#body + 1 )) || return 1
      _segue_values+=("${body[at,at+size-1]}")
      (( at += size ))
    fi
  done
  (( at <= $#body + 1 ))
}

# Sets the caller's number to the big-endian integer of so many bytes, and steps over it.
_segue_unpack_bytes() {
  local -i left=$1
  number=0
  while (( left-- > 0 )); do
    char=${body[at]}
    (( number = number << 8 | #char, at++ ))
  done
}
