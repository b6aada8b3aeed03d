;; ispell.el and flyspell.el of Emacs with tprep-ispell as their program: emacs -Q --batch -l emacs.el
;; Prints "ok NAME" and "not ok NAME" for each test.
(require 'ispell)
(require 'flyspell)
(require 'cl-lib)

(setq ispell-program-name (getenv "TPREP_ISPELL")
      ispell-silently-savep t
      flyspell-issue-message-flag nil
      flyspell-issue-welcome-flag nil)

(defvar failed nil)

(defmacro try (name &rest body)
  "Runs a test in a buffer of its own, with a process of its own."
  (declare (indent 1))
  `(with-temp-buffer
     (text-mode)
     (condition-case error
         (progn ,@body (princ (format "ok emacs: %s\n" ,name)))
       (error (setq failed t)
              (princ (format "# %S\nnot ok emacs: %s\n" error ,name))))
     (ispell-kill-ispell t t)))

(defun expect (got want)
  (unless (equal got want)
    (error "%S, not %S" got want)))

(defmacro answering (answer seen &rest body)
  "In BODY, each misspelt word gets what ANSWER makes of its corrections; SEEN lists the words and their columns."
  (declare (indent 2))
  `(cl-letf (((symbol-function 'ispell-command-loop)
              (lambda (miss _guess word start _end)
                (push (list word (save-excursion (goto-char start) (current-column))) ,seen)
                (funcall ,answer miss word))))
     ,@body
     (setq ,seen (nreverse ,seen))))

(defun flyspell-marked ()
  "The words that flyspell has marked."
  (mapcar (lambda (overlay) (buffer-substring-no-properties (overlay-start overlay) (overlay-end overlay)))
          (sort (cl-remove-if-not #'flyspell-overlay-p (overlays-in (point-min) (point-max)))
                (lambda (a b) (< (overlay-start a) (overlay-start b))))))

(try "the version line is accepted"
  (ispell-check-version)
  (expect (and ispell-really-hunspell t) t)
  (expect ispell-encoding8-command "-i"))

(try "the dictionaries are found"
  (ispell-set-spellchecker-params)
  (expect (and (member "en_US" (ispell-valid-dictionary-list)) t) t))

(try "ispell-buffer finds words at their places and corrects them"
  (insert "“Café” 𝒳 goverment\nWe met Zorvath’s peopel, and don’t recieve it.\n^ teh *peopel\n")
  (let (seen)
    (answering (lambda (miss _word) (car miss)) seen
      (ispell-buffer))
    (expect seen '(("goverment" 9) ("peopel" 17) ("recieve" 35) ("teh" 2) ("peopel" 7)))
    (expect (buffer-string)
            "“Café” 𝒳 government\nWe met Zorvath’s people, and don’t receive it.\n^ the *people\n")))

(try "ispell-region looks at the region alone"
  (insert "goverment\ngoverment\ngoverment\n")
  (let (seen)
    (answering (lambda (miss _word) (car miss)) seen
      (ispell-region 11 20))
    (expect (buffer-string) "goverment\ngovernment\ngoverment\n")))

(try "ispell-word corrects the word at point"
  (insert "the goverment met")
  (goto-char 6)
  (let (seen)
    (answering (lambda (miss _word) (car miss)) seen
      (ispell-word))
    (expect seen '(("goverment" 4)))
    (expect (buffer-string) "the government met")))

(try "a word of the session is right from then on"
  (insert "zorblaxq goverment zorblaxq Zorblaxq")
  (let (seen)
    (answering (lambda (miss word)
                 (unless (equal word "zorblaxq") (error "%s" word))
                 (ispell-send-string (concat "@" word "\n"))
                 nil)
        seen
      (ispell-region 1 9))
    (setq seen nil)
    (answering (lambda (miss _word) (car miss)) seen
      (ispell-buffer))
    (expect seen '(("goverment" 9)))))

(try "a word of the personal list is kept"
  (let ((words (expand-file-name "tprep/words.en" (getenv "XDG_CONFIG_HOME"))) seen)
    (insert "wumpusq")
    (answering (lambda (_miss word)
                 (ispell-send-string (concat "*" word "\n"))
                 (setq ispell-pdict-modified-p '(t))
                 nil)
        seen
      (ispell-buffer))
    (ispell-pdict-save t t)
    (dotimes (_ 100)
      (unless (file-exists-p words) (sleep-for 0.1)))
    (ispell-kill-ispell t t)
    (setq seen nil)
    (answering (lambda (_miss _word) nil) seen
      (ispell-buffer))
    (expect seen nil)
    (with-temp-buffer
      (insert-file-contents words)
      (expect (buffer-string) "wumpusq\n"))))

(try "a file of words is given by -p"
  (let ((ispell-personal-dictionary (make-temp-file "words" nil nil "qelbinaq\n")) seen)
    (insert "qelbinaq goverment")
    (answering (lambda (_miss _word) nil) seen
      (ispell-buffer))
    (delete-file ispell-personal-dictionary)
    (expect seen '(("goverment" 9)))))

(try "the dictionary is changed by ispell-change-dictionary"
  (ispell-change-dictionary "en_US")
  (insert "goverment")
  (let (seen)
    (answering (lambda (miss _word) (car miss)) seen
      (ispell-buffer))
    (expect (buffer-string) "government"))
  (kill-local-variable 'ispell-local-dictionary))

(try "LocalWords of the file are right"
  (insert "zorblaxq goverment\n\nLocalWords: zorblaxq\n")
  (let (seen)
    (answering (lambda (_miss _word) nil) seen
      (ispell-buffer))
    (expect seen '(("goverment" 9)))))

(try "flyspell marks a word after it was typed"
  (flyspell-mode 1)
  (insert "the goverment’s ")
  (flyspell-word)
  (goto-char 8)
  (flyspell-word)
  (expect (flyspell-marked) '("goverment’s"))
  (flyspell-auto-correct-word)
  (expect (buffer-string) "the government’s "))

(try "flyspell-buffer marks words of a short buffer"
  (insert "We met Zorvath’s peopel, and don’t recieve “teh” 𝒳 goverment.\n")
  (flyspell-mode 1)
  (flyspell-buffer)
  (expect (flyspell-marked) '("peopel" "recieve" "teh" "goverment")))

(try "flyspell-buffer marks words of a long buffer"
  (dotimes (_ 100)
    (insert "We met Zorvath’s people, and don’t receive “the” 𝒳 government.\n"))
  (insert "We met the goverment.\n")
  (flyspell-mode 1)
  (flyspell-buffer)
  (expect (flyspell-marked) '("goverment")))

(kill-emacs (if failed 1 0))
