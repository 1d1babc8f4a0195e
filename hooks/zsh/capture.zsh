# What a builtin prints, without the fork of $( ): bindkey and trap have no other way to say how things are.

# A file that has no name any more: =(<<<'') is the one process substitution that zsh makes without a process.
_segue_make_scratch() {
  (( _segue_scratch )) && return 0
  {
    () { sysopen -rw -o cloexec -u _segue_scratch $1 } =(<<<'')
  } 2>/dev/null
}

# Sets REPLY to the output of a command; false when there is nowhere to put it.
_segue_capture() {
  REPLY=
  _segue_make_scratch || return 1
  local chunk
  sysseek -u $_segue_scratch 0
  # The end mark cuts off what a longer text has left behind it.
  { "$@"; print -n '\0' } >&$_segue_scratch 2>/dev/null
  sysseek -u $_segue_scratch 0
  while [[ $REPLY != *$'\0'* ]]; do
    sysread -i $_segue_scratch chunk || return 1
    REPLY+=$chunk
  done
  REPLY=${REPLY%%$'\0'*}
}
