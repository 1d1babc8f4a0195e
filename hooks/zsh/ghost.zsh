# The ghost: the rest of the best candidate, in grey behind what is typed. Candidates live here in the shell, so that
# typing into the ghost only shortens it; the daemon is asked again when none of them fits any more.
#
#   _segue_next    for the empty prompt, asked once a prompt
#   _segue_sure    how probable the first of these is, in thousandths
#   _segue_typed   for what was typed when the daemon was asked last
#   _segue_choice  the one that the user has walked to, "" while it is simply the best
#   _segue_shown   the one whose rest is on the screen, "" when there is none
#   _segue_destructive  those of the candidates that would destroy something
#   _segue_progress     which step of a workflow a candidate is, as 2/5
#   _segue_drawn   exactly what we have put into POSTDISPLAY
#   _segue_painted our entry in region_highlight, as zsh spells it

# Called by zle before it draws: follows whatever has happened to the line.
_segue_line_pre_redraw() {
  # In a burst of keys that no ghost has to make way for, every microsecond counts; a line that ends has a hook.
  [[ $PENDING != 0 && -z $_segue_drawn || $LASTWIDGET == accept-line ]] && return 0
  emulate -L zsh; trap - ZERR DEBUG
  local -a matches
  _segue_draw
  _segue_ask
  return 0
}

# Called by zle when the connection has something to read. Not a widget itself, for which zle would set LASTWIDGET:
# widgets that continue what the last one did, as up-line-or-beginning-search does, would begin anew. In 5.8 they do.
_segue_readable() {
  emulate -L zsh; trap - ZERR DEBUG
  if [[ $ZSH_VERSION == 5.8* ]]; then
    zle _segue_show_answer
  else
    zle _segue_show_answer -f nolast
  fi
  _segue_apply_settings
}

_segue_show_answer() {
  emulate -L zsh; trap - ZERR DEBUG
  local -a matches
  local before=$POSTDISPLAY
  _segue_receive
  _segue_draw
  _segue_ask
  [[ $POSTDISPLAY == "$before" ]] || zle -R
  return 0
}

# Puts the ghost for the present line on the screen, or takes it off. Sets the caller's matches.
_segue_draw() {
  local wanted=
  matches=()
  _segue_may_show && _segue_match "$BUFFER"
  if (( ! $#matches )); then
    _segue_shown=
  elif (( $matches[(Ie)$_segue_choice] )); then
    _segue_shown=$_segue_choice
  else
    _segue_shown=$matches[1] _segue_choice=
  fi
  [[ -z $_segue_shown || -n $BUFFER ]] || _segue_note_shown "$_segue_shown"
  if [[ -n $_segue_shown ]]; then
    wanted=${_segue_shown:$#BUFFER}
    # zsh-autosuggestions would take what stands behind the line for a part of it.
    (( _segue_beside )) || { _segue_shorten; _segue_add_progress }
  elif [[ $_segue_drawn != *"$POSTDISPLAY" ]]; then
    # Somebody else's, not even ours after zsh-autosuggestions has shortened it, and we have nothing better.
    _segue_drawn=
    _segue_unpaint
    return 0
  fi
  if [[ $POSTDISPLAY != "$wanted" ]]; then
    (( _segue_beside )) && _zsh_autosuggest_highlight_reset
    POSTDISPLAY=$wanted
  fi
  _segue_drawn=$wanted
  _segue_paint
  [[ -z $wanted ]] || (( _segue_trapped )) || _segue_trap
}

# Whether a suggestion makes sense now. vared and select, a mini-buffer (which has a PREDISPLAY) and walking through
# the history look like a line that is being typed.
_segue_may_show() {
  [[ $CONTEXT == start && -z $PREDISPLAY && $BUFFER != *$'\n'* ]] && (( ! _segue_dismissed )) || return 1
  [[ $LASTWIDGET != (accept-*|*history*|*isearch*|*up-line*|*down-line*) ]] || return 1
  if [[ -n $BUFFER ]]; then
    [[ ${SEGUE_WHILE_TYPING:-$_segue_setting_while_typing} != 0 ]]
    return
  fi
  [[ ${SEGUE_EMPTY_PROMPT:-$_segue_setting_empty_prompt} != 0 ]] && { [[ -n $_segue_choice ]] || ! _segue_is_unsure }
}

# Whether the best candidate for the empty prompt is too improbable to stand there unasked.
_segue_is_unsure() {
  local limit=${SEGUE_THRESHOLD:-$_segue_setting_threshold}
  [[ $limit == <0-100> ]] || limit=30
  (( _segue_sure < limit * 10 ))
}

# Sets the caller's matches to the candidates that continue $1, best first.
_segue_match() {
  matches=("${(@M)_segue_next:#${1}?*}")
  [[ -z $1 ]] || matches+=("${(@M)_segue_typed:#${1}?*}")
  matches=("${(@u)matches}")
}

# Shortens the caller's wanted to what fits: accepting still takes everything. A ghost that fills the
# screen would push the prompt out of sight.
_segue_shorten() {
  local line=${wanted%%$'\n'*} more='…'
  local -i room='COLUMNS * 2'
  (( $#line > room )) && line=$line[1,room]
  # In a locale that is not UTF-8 the sign is three characters, and none of them can be drawn.
  (( $#more == 1 )) || more=...
  [[ $line == "$wanted" ]] || wanted="$line $more"
}

# Appends to the caller's wanted how far its workflow is.
_segue_add_progress() {
  local progress=${_segue_progress[$_segue_shown]-}
  [[ -z $progress || ${SEGUE_PROGRESS:-$_segue_setting_progress} == 0 ]] || wanted+="  $progress"
}

# Asks for what continues the line, unless a candidate does. One question at a time: whatever the daemon does, the
# socket's buffer stays nearly empty, and the answer to a question that was overtaken brings us here again.
_segue_ask() {
  [[ -n $BUFFER && $BUFFER != [[:space:]]* && $BUFFER != "$_segue_asked" ]] || return 0
  (( _segue_fd && CURSOR == $#BUFFER && ! $#matches && ! PENDING && ! KEYS_QUEUED_COUNT )) || return 0
  [[ $_segue_author == human ]] && _segue_may_show || return 0
  _segue_ask_anyway
}

_segue_ask_anyway() {
  local limit=${SEGUE_BUFFER_MAX_SIZE:-$_segue_setting_max_buffer}
  [[ $limit == <-> ]] || limit=1000
  (( $#BUFFER <= limit )) || return 0
  _segue_is_waiting && return 0
  _segue_out=
  _segue_suggest "$BUFFER" || return 0
  _segue_asked=$BUFFER _segue_asked_typed=_segue_sequence
  _segue_send
}

# Colours the ghost. Highlighters rebuild region_highlight, each in a way of its own, so this is done at every redraw.
_segue_paint() {
  _segue_unpaint
  [[ -n $_segue_drawn ]] || return 0
  local style=${SEGUE_HIGHLIGHT_STYLE:-${_segue_setting_style:-${ZSH_AUTOSUGGEST_HIGHLIGHT_STYLE:-fg=8}}}
  (( $_segue_destructive[(Ie)$_segue_shown] )) &&
    style=${SEGUE_DESTRUCTIVE_STYLE:-${_segue_setting_destructive_style:-fg=red}}
  region_highlight+=("$#BUFFER $(( $#BUFFER + $#_segue_drawn )) $style$_segue_memo")
  # zsh rewrites what it stores (fg=1 becomes fg=red): only what it gives back can be found again.
  _segue_painted=$region_highlight[-1]
}

_segue_unpaint() {
  [[ -n $_segue_painted ]] || return 0
  if [[ -n $_segue_memo ]]; then
    region_highlight=("${(@)region_highlight:#*memo=segue*}")
  else
    # Before 5.9 an entry cannot be marked, and zle moves its ends as the line is edited. Nobody else's entry
    # of this style reaches behind the line.
    local entry style=${_segue_painted##* }
    local -a kept
    for entry in $region_highlight; do
      [[ $entry == "$_segue_painted" ]] && continue
      [[ $entry == *" $style" ]] && (( ${${=entry}[2]} > $#BUFFER )) && continue
      kept+=("$entry")
    done
    region_highlight=("${kept[@]}")
  fi
  _segue_painted=
}

# Takes the ghost off the line.
_segue_hide() {
  _segue_shown=
  if [[ -n $_segue_drawn ]]; then
    [[ $_segue_drawn == *"$POSTDISPLAY" ]] && POSTDISPLAY=
    _segue_drawn=
  fi
  _segue_unpaint
}

# Called by zle when a line ends: what stays on the screen is read as what was run.
_segue_line_finish() {
  emulate -L zsh; trap - ZERR DEBUG
  _segue_hide
  _segue_untrap
  return 0
}
