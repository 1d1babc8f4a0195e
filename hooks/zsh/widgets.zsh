# What the keys do. Each function gets the widget that had the key before as $1 and hands over to it whenever
# there is no ghost to act upon.

# Does what the key did before it was ours: a widget, or in quotes the keys that it stands for.
_segue_hand_over() {
  if [[ $1 == \"* ]]; then
    zle -U -- "${(g:ceo:)1[2,-2]}"
  else
    zle $1
  fi
}

_segue_accept() {
  emulate -L zsh; trap - ZERR DEBUG
  _segue_is_at_ghost || { _segue_hand_over $1; return }
  _segue_note_taken "$_segue_shown" $(( $#_segue_shown - $#BUFFER ))
  BUFFER=$_segue_shown
  CURSOR=$#BUFFER
  _segue_taken
}

_segue_accept_word() {
  emulate -L zsh; trap - ZERR DEBUG
  _segue_is_at_ghost || { _segue_hand_over $1; return }
  local line=$_segue_shown mover=.forward-word
  local -i typed=$#BUFFER
  # A widget that moves by words knows what a word is to this user; anything else might change the line.
  [[ $1 == *forward*word* ]] && mover=$1
  BUFFER=$line CURSOR=typed
  zle $mover
  BUFFER=${line[1,CURSOR > typed ? CURSOR : -1]}
  CURSOR=$#BUFFER _segue_choice=$line
  _segue_note_taken "$line" $(( CURSOR - typed ))
  _segue_taken
}

_segue_next_choice() {
  emulate -L zsh; trap - ZERR DEBUG
  if [[ -z $BUFFER && -z $_segue_choice ]] && (( $#_segue_next && ! _segue_dismissed )) && _segue_is_unsure; then
    # The one that was too improbable to be shown unasked.
    _segue_choice=$_segue_next[1]
    return 0
  fi
  _segue_is_showing || { _segue_hand_over $1; return }
  _segue_walk 1
}

_segue_previous_choice() {
  emulate -L zsh; trap - ZERR DEBUG
  _segue_is_showing || { _segue_hand_over $1; return }
  _segue_walk -1
}

# Takes the ghost off the line, where there will be none until the next prompt.
_segue_dismiss() {
  emulate -L zsh; trap - ZERR DEBUG
  _segue_is_showing || { _segue_hand_over $1; return }
  [[ $_segue_shown == "$_segue_stood" ]] && _segue_fate=4
  # Emptied as well for zsh-autosuggestions, which looks at nothing else.
  _segue_dismissed=1 _segue_next=() _segue_typed=() _segue_choice=
  return 0
}

# Forgets the line that is shown: here at once, and by the daemon with everything that it has learned from it.
_segue_forget() {
  emulate -L zsh; trap - ZERR DEBUG
  _segue_is_showing || { _segue_hand_over $1; return }
  _segue_forgotten+=("$_segue_shown")
  _segue_next=("${(@)_segue_next:|_segue_forgotten}") _segue_typed=("${(@)_segue_typed:|_segue_forgotten}")
  [[ $_segue_shown == "$_segue_stood" ]] && _segue_stood=
  # The next best takes its place even where the user had walked.
  _segue_choice=
  if (( _segue_fd )) && ! _segue_is_waiting; then
    _segue_out=
    _segue_repeat_forget
    _segue_send
  fi
  return 0
}

# Appends what the user wants forgotten and the daemon has not confirmed, as far as a write has room for it.
_segue_repeat_forget() {
  local line out
  for line in "${_segue_forgotten[@]}"; do
    out=$_segue_out
    _segue_pack i 4 i $(( _segue_sequence + 1 )) s $_segue_session s "$line"
    if ! _segue_fits "$_segue_out" 8000; then
      _segue_out=$out
      return 0
    fi
    (( ++_segue_sequence ))
  done
}

# Shows another of the candidates, $1 places further; there is no first and no last.
_segue_walk() {
  local -a matches
  _segue_match "$BUFFER"
  _segue_choice=$matches[1+(matches[(Ie)$_segue_shown]-1+$1+$#matches)%$#matches]
  # Nothing to walk to: the daemon was not asked, because the one candidate that we had did fit.
  if (( $#matches == 1 && _segue_fd )) && [[ -n $BUFFER && $BUFFER != "$_segue_asked" ]]; then
    _segue_ask_anyway
  fi
  return 0
}

_segue_is_showing() {
  [[ -n $_segue_drawn && $_segue_shown == "$BUFFER"?* && $POSTDISPLAY == "$_segue_drawn" ]]
}

# Whether a movement to the right would leave the line: then it goes into the ghost. An operator that waits for
# its movement (d$ in vi; MARK is then -1), a selection or a count want the movement itself.
_segue_is_at_ghost() {
  _segue_is_showing && (( ! REGION_ACTIVE && MARK >= 0 && ! ${+NUMERIC} )) || return 1
  local -i end=$#BUFFER
  # In vi's command mode the cursor stands on the last character, not behind it.
  [[ $KEYMAP == vicmd ]] && (( end -= end > 0 ))
  (( CURSOR >= end ))
}

_segue_taken() {
  _segue_hide
  # Older syntax highlighters wrap every widget they find; ours are made after that.
  (( $+functions[_zsh_highlight] )) && _zsh_highlight
  return 0
}
