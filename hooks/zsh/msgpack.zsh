# msgpack, as much of it as the wire needs. Bytes are handled as characters under no_multibyte, so that NUL and
# text that is not UTF-8 pass unchanged; LC_ALL=C would do as well but also changes how zle draws. Calling a function
# costs as much as a dozen assignments, so there is one function a direction. Mind the parentheses: unlike in C,
# << & and | bind more tightly than + and -.

# Appends one frame to _segue_out, an array of the values given: `i` and an integer, `s` and a text, `n ''` for nil.
_segue_pack() {
  setopt local_options no_multibyte
  local type value body=${(#):-0x90+$#/2}
  local -i n tag
  for type value; do
    case $type in
      (s)
        n=$#value
        if (( n < 32 )); then body+=${(#):-0xa0+n}$value
        elif (( n < 256 )); then body+=$'\xd9'${(#)n}$value
        elif (( n < 65536 )); then body+=$'\xda'${(#):-n>>8}${(#):-n&255}$value
        else body+=$'\xdb'${(#):-n>>24}${(#):-n>>16&255}${(#):-n>>8&255}${(#):-n&255}$value
        fi
        ;;
      (i)
        n=value
        if (( n >= 0 && n < 128 )); then body+=${(#)n}
        elif (( n >= -32 && n < 0 )); then body+=${(#):-n&255}
        elif (( n >= -128 && n < 256 )); then
          (( tag = n < 0 ? 0xd0 : 0xcc ))
          body+=${(#)tag}${(#):-n&255}
        elif (( n >= -32768 && n < 65536 )); then
          (( tag = n < 0 ? 0xd1 : 0xcd ))
          body+=${(#)tag}${(#):-n>>8&255}${(#):-n&255}
        else
          if (( n >= -2147483648 && n < 4294967296 )); then
            (( tag = n < 0 ? 0xd2 : 0xce ))
            body+=${(#)tag}
          else
            (( tag = n < 0 ? 0xd3 : 0xcf ))
            body+=${(#)tag}${(#):-n>>56&255}${(#):-n>>48&255}${(#):-n>>40&255}${(#):-n>>32&255}
          fi
          body+=${(#):-n>>24&255}${(#):-n>>16&255}${(#):-n>>8&255}${(#):-n&255}
        fi
        ;;
      (*) body+=$'\xc0' ;;
    esac
  done
  n=$#body
  _segue_out+=${(#):-n>>24}${(#):-n>>16&255}${(#):-n>>8&255}${(#):-n&255}$body
}

# Puts the scalars of an array into _segue_values. It stops without complaint at the first value that is none
# (a map, an array, an extension): a newer daemon may append fields. False when the bytes are no array or cut short.
_segue_unpack() {
  setopt local_options no_multibyte
  local body=$1 char
  # A value is a tag and then so many bytes of a number, which is the value or the length of the text that follows.
  local -i at=2 tag count bytes number is_text
  _segue_values=()
  char=${body[1]}
  (( tag = #char, count = tag & 15 ))
  if (( tag == 0xdc )); then
    char=${body[2]} count=0
    (( count = #char << 8 ))
    char=${body[3]}
    (( count |= #char, at = 4 ))
  elif (( tag >> 4 != 9 )); then
    return 1
  fi
  while (( count-- > 0 )); do
    char=${body[at]}
    (( tag = number = #char, bytes = is_text = 0, at++ ))
    if (( tag < 0x80 )); then :
    elif (( tag >= 0xe0 )); then (( number -= 256 ))
    elif (( tag >> 5 == 5 )); then (( number &= 31, is_text = 1 ))
    else
      number=0
      case $tag in
        (192|194) ;; # nil and false
        (195) number=1 ;;
        (196|197|198) (( bytes = 1 << (tag - 196), is_text = 1 )) ;;
        (202) (( at += 4 )) ;; # floats are never sent to a shell
        (203) (( at += 8 )) ;;
        (204|205|206|207) (( bytes = 1 << (tag - 204) )) ;;
        (208|209|210|211) (( bytes = 1 << (tag - 208) )) ;;
        (217|218|219) (( bytes = 1 << (tag - 217), is_text = 1 )) ;;
        (*) return 0 ;;
      esac
      while (( bytes-- > 0 )); do
        char=${body[at]}
        (( number = (number << 8) | #char, at++ ))
      done
      # The sign bit of an int8, int16 or int32; that of an int64 is in its place already.
      (( tag >= 208 && tag <= 210 )) && (( number & (128 << ((8 << (tag - 208)) - 8)) )) &&
        (( number -= 1 << (8 << (tag - 208)) ))
    fi
    (( at + (is_text ? number : 0) <= $#body + 1 )) || return 1
    if (( is_text )); then
      _segue_values+=("${body[at,at+number-1]}")
      (( at += number ))
    else
      _segue_values+=($number)
    fi
  done
}
