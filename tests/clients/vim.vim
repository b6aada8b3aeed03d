" Vim with tprep-ispell as the job behind a spelling plug-in: vim -Nu NONE -n -es -S vim.vim
" Prints 'ok NAME' and 'not ok NAME' for each test.
set encoding=utf-8 nomore
let s:failed = 0

func s:Expect(got, want)
  if a:got !=# a:want
    throw string(a:got) . ', not ' . string(a:want)
  endif
endfunc

" A speller: a job, and its channel.
func s:Start(...)
  let job = job_start([$TPREP_ISPELL, '-a', '-d', 'en_US'] + a:000, #{mode: 'nl', err_io: 'null'})
  call s:Expect(ch_read(job, #{timeout: 30000}) =~# '^@(#) International Ispell Version 3\.\d', 1)
  return job
endfunc

" What is wrong in a line: each with its column in bytes, from 1, and its corrections.
func s:Ask(job, line)
  call ch_sendraw(a:job, '^' . a:line . "\n")
  let found = []
  while 1
    let answer = ch_read(a:job, #{timeout: 30000})
    if answer ==# ''
      return found
    endif
    let parts = matchlist(answer, '^[&#] \(\S\+\)\%( \d\+\)\? \(\d\+\)\%(: \(.*\)\)\?$')
    if !empty(parts)
      let column = byteidx(a:line, parts[2] - 1) + 1
      call add(found, #{text: parts[1], col: column, fixes: split(parts[3], ', ')})
    endif
  endwhile
endfunc

" The places of the buffer where something is wrong.
func s:Check(job)
  let items = []
  for number in range(1, line('$'))
    for wrong in s:Ask(a:job, getline(number))
      call add(items, extend(wrong, #{lnum: number}))
    endfor
  endfor
  return items
endfunc

func s:Fill(lines)
  enew!
  call setline(1, a:lines)
endfunc

func Test_words_are_found_at_their_places()
  call s:Fill(['“Café” 𝒳 goverment', 'We met Zorvath’s peopel,', '^ teh', '', '*recieve @peopel #goverment &goverment'])
  let job = s:Start()
  let places = []
  for item in s:Check(job)
    call cursor(item.lnum, item.col)
    call add(places, [item.lnum, charcol('.'), matchstr(getline('.'), '\k\+', col('.') - 1)])
  endfor
  call job_stop(job)
  call s:Expect(places, [[1, 10, 'goverment'], [2, 18, 'peopel'], [3, 3, 'teh'], [5, 2, 'recieve'], [5, 30, 'goverment']])
endfunc

func Test_corrections_are_applied()
  call s:Fill(['Goverment’s peopel', 'don’t recieve é teh'])
  let job = s:Start()
  for item in reverse(s:Check(job))
    let line = getline(item.lnum)
    call setline(item.lnum, strpart(line, 0, item.col - 1) . item.fixes[0] . strpart(line, item.col - 1 + len(item.text)))
  endfor
  call job_stop(job)
  call s:Expect(getline(1, '$'), ['Government’s people', 'don’t receive é the'])
endfunc

func Test_words_of_the_session_and_of_the_personal_list()
  let words = tempname()
  let job = s:Start('-p', words)
  call s:Expect(len(s:Ask(job, 'zorblaxq wumpusq qelbinaq')), 3)
  call ch_sendraw(job, "@zorblaxq\n*wumpusq\n#\n")
  call s:Expect(map(s:Ask(job, 'zorblaxq wumpusq qelbinaq'), 'v:val.text'), ['qelbinaq'])
  call s:Expect(readfile(words), ['wumpusq'])
  call job_stop(job)
  let job = s:Start('-p', words)
  call s:Expect(map(s:Ask(job, 'zorblaxq wumpusq'), 'v:val.text'), ['zorblaxq'])
  call job_stop(job)
endfunc

func Test_dictionaries_and_lists_by_system()
  let lines = systemlist([$TPREP_ISPELL, '-D']->join())
  call s:Expect(match(lines, '/en_US$') > 0, 1)
  call s:Fill(['the goverment met Zorvath', 'for peopel'])
  call s:Expect(systemlist($TPREP_ISPELL . ' -l -d en_US', bufnr()), ['goverment', 'peopel'])
endfunc

func Test_make_goes_to_the_findings()
  call s:Fill(['“Café” from Irbil', 'and the goverment'])
  exe 'silent write!' tempname() . '.txt'
  let &makeprg = $TPREP . ' check --columns=byte %'
  set errorformat=%f:%l:%c:\ %t%*[^:]:\ %m
  silent make!
  call s:Expect(map(getqflist(), '[v:val.lnum, v:val.col, v:val.type]'), [[1, 18, 'w'], [2, 9, 'e']])
endfunc

for s:test in sort(getcompletion('Test_', 'function'))
  let s:name = 'vim: ' . tr(s:test[5:-3], '_', ' ')
  try
    exe 'call' s:test
    call writefile(['ok ' . s:name], '/dev/stdout', 'a')
  catch
    let s:failed = 1
    call writefile(['# ' . v:exception . ' ' . v:throwpoint, 'not ok ' . s:name], '/dev/stdout', 'a')
  endtry
endfor
exe (s:failed ? 'cquit!' : 'qall!')
