# Sets everything up: the hooks when this file is read, what concerns the line editor at the first prompt, when all
# other plugins have been loaded and none will wrap our widgets any more.

_segue_start() {
  emulate -L zsh; trap - ZERR DEBUG
  [[ -o interactive && -o zle && $TERM != dumb && $ZSH_VERSION == (5.<8->*|<6->.*) ]] || return 0
  zmodload zsh/net/socket zsh/system zsh/datetime zsh/zselect zsh/parameter 2>/dev/null || return 0
  # +x: with all_export in .zshrc a child shell would find our state in its environment.
  typeset -g +x _segue_run _segue_state _segue_program _segue_version _segue_syntax ${(k)parameters[(I)_segue_setting*]}
  typeset -gi +x _segue_pid _segue_ready=0
  # Read a second time by the same shell, what is known is kept.
  if (( _segue_pid != sysparams[pid] )); then
    _segue_pid=$sysparams[pid]
    _segue_declare
  fi
  # What is private here must not reach the daemon through the file that it follows for shells without a hook.
  (( ${+SEGUE_PRIVATE} )) && unset HISTFILE
  typeset -ga +x preexec_functions precmd_functions zshexit_functions
  (( $preexec_functions[(Ie)_segue_preexec] )) || preexec_functions+=(_segue_preexec)
  (( $precmd_functions[(Ie)_segue_precmd] )) || precmd_functions+=(_segue_precmd)
  (( $zshexit_functions[(Ie)_segue_zshexit] )) || zshexit_functions+=(_segue_zshexit)
}

_segue_declare() {
  # One id for one life of one shell: pids come again, and exec starts a new life under the same pid.
  typeset -g +x _segue_session=$_segue_pid-${$(( [#16] EPOCHREALTIME * 1000000 ))#16\#}
  typeset -gi +x _segue_fd=0 _segue_sequence=0 _segue_answered=0 _segue_unanswered=0 _segue_failures=0
  typeset -gi +x _segue_asked_empty=0 _segue_asked_typed=0 _segue_greet=1 _segue_prompted=0
  typeset -gi +x _segue_unbound=0 _segue_kept_back=0
  typeset -gi +x _segue_running=0 _segue_untold=0 _segue_exit=0 _segue_missed=0 _segue_trapped=0
  typeset -gi +x _segue_fate=0 _segue_saved=0 _segue_dismissed=0 _segue_jobs=0
  typeset -gi +x _segue_sure=0 _segue_beside=0 _segue_scratch=0 _segue_stalled=0
  typeset -gF +x _segue_retry_at=0 _segue_started=0 _segue_ended=0 _segue_sent_at=0 _segue_silent_since=0
  typeset -g +x _segue_in= _segue_out= _segue_line= _segue_cwd= _segue_author= _segue_author_set= _segue_skipped=
  typeset -g +x _segue_path_set= _segue_cd_options=
  typeset -g +x _segue_asked= _segue_choice= _segue_shown= _segue_drawn= _segue_painted= _segue_memo= _segue_stood=
  typeset -g +x _segue_trap_before= _segue_trap_list=
  typeset -ga +x _segue_values=() _segue_next=() _segue_typed=() _segue_forgotten=() _segue_bound=() _segue_feedback=()
  typeset -ga +x _segue_destructive=()
  typeset -gA +x _segue_progress=()
}

_segue_set_up() {
  _segue_ready=1 _segue_unbound=1
  zmodload zsh/zle zsh/zleparameter
  # Marks our entries in region_highlight; 5.8 takes such an entry and shows no colour.
  [[ $ZSH_VERSION == 5.8* ]] || _segue_memo=' memo=segue'
  zle -N _segue_show_answer
  zle -N _segue_clear
  autoload -Uz add-zle-hook-widget
  add-zle-hook-widget line-init _segue_line_init
  add-zle-hook-widget line-pre-redraw _segue_line_pre_redraw
  add-zle-hook-widget line-finish _segue_line_finish
  _segue_hide_before send-break
  _segue_hide_before bracketed-paste
}

# Lets a widget begin without a ghost: send-break ends the line with no hook called, and bracketed-paste-magic draws
# the line and waits for the next key before it lets zle call one.
_segue_hide_before() {
  # Wrapped again, what others have wrapped since would call itself.
  (( $+functions[_segue_$1] )) && return 0
  zle -A $1 _segue_before_$1
  functions[_segue_$1]="_segue_hide_now; zle _segue_before_$1 -- \"\$@\""
  zle -N $1 _segue_$1
}

_segue_hide_now() {
  emulate -L zsh; trap - ZERR DEBUG
  _segue_hide
}

# Plugins that load behind the first prompt, or once more, may take a hook for themselves, or be zsh-autosuggestions.
_segue_keep_hooks() {
  local hook
  for hook in init pre-redraw finish; do
    [[ $widgets[zle-line-$hook] == user:azhw:* ]] && continue
    add-zle-hook-widget -d line-$hook _segue_line_${hook//-/_}
    add-zle-hook-widget line-$hook _segue_line_${hook//-/_}
  done
  (( $+functions[_zsh_autosuggest_suggest] )) || return 0
  [[ $functions[_zsh_autosuggest_suggest] == *_segue_draw_again* ]] || _segue_join_autosuggestions
}

_segue_start
[[ -z $_segue_syntax ]] || \setopt ${=_segue_syntax}
