// What pages do better with script. Everything works without it.

focusFaults()
guardAgainstDoubleSubmit()
closeMenus()
saveDrafts()
offerCopying()
letFilesDrop()

/** After a refusal the summary of faults is what must be read first. */
function focusFaults() {
  document.querySelector('[data-error-summary]')?.focus()
}

/** A second click on a slow connection must not send the form twice. Coming back with the browser's button frees it. */
function guardAgainstDoubleSubmit() {
  document.addEventListener('submit', event => {
    const form = event.target
    if (event.defaultPrevented || form.method !== 'post') return
    if (form.dataset.sent) {
      event.preventDefault()
      return
    }
    form.dataset.sent = 'yes'
    // Not `disabled`: the name and value of the button that was pressed must still be sent.
    for (const button of form.querySelectorAll('button')) button.setAttribute('aria-disabled', 'true')
  })
  window.addEventListener('pageshow', () => {
    for (const form of document.querySelectorAll('form[data-sent]')) {
      delete form.dataset.sent
      for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled')
    }
  })
}

/** An open menu closes on Escape, and when the focus or a click goes elsewhere. */
function closeMenus() {
  const open = () => document.querySelectorAll('details[data-menu][open]')
  document.addEventListener('click', event => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false
  })
  document.addEventListener('focusin', event => {
    for (const menu of open()) if (!menu.contains(event.target)) menu.open = false
  })
  document.addEventListener('keydown', event => {
    if (event.key !== 'Escape') return
    for (const menu of [...open()].reverse()) {
      if (!menu.contains(document.activeElement)) continue
      menu.open = false
      menu.querySelector('summary').focus()
      return
    }
  })
}

/**
 * A form with `data-autosave="/address"` posts itself there when it was changed and has rested for two seconds. The
 * answer may be JSON with the new `version`, which the form then carries. An element with `data-autosave-note` tells
 * how it went.
 */
function saveDrafts() {
  for (const form of document.querySelectorAll('form[data-autosave]')) {
    let timer
    let saving = null
    const note = form.querySelector('[data-autosave-note]')
    const tell = text => {
      if (note) note.textContent = text
    }
    const save = async () => {
      if (form.dataset.sent) return
      tell('Saving the draft …')
      try {
        const answer = await fetch(form.dataset.autosave, {
          method: 'post',
          body: new URLSearchParams(new FormData(form)),
          headers: { Accept: 'application/json' },
          redirect: 'manual',
        })
        if (!answer.ok) throw new Error(String(answer.status))
        const version = await newVersion(answer)
        const field = form.elements.namedItem('version')
        if (version !== undefined && field) field.value = version
        tell('Draft saved')
      } catch {
        tell('The draft could not be saved. Your text is still here; use the button.')
      }
    }
    const saveInTurn = async () => {
      await saving
      saving = save()
      await saving
      saving = null
    }
    form.addEventListener('input', () => {
      clearTimeout(timer)
      timer = setTimeout(saveInTurn, 2000)
    })
    // Sent beside a draft that is still being saved, the form would carry the version from before it and be refused.
    // On the window, where it comes last: a submit that waits is then freed from the guard against a second one.
    window.addEventListener('submit', async event => {
      if (event.target !== form) return
      clearTimeout(timer)
      if (!saving || event.defaultPrevented) return
      event.preventDefault()
      const { submitter } = event
      await saving
      delete form.dataset.sent
      for (const button of form.querySelectorAll('button')) button.removeAttribute('aria-disabled')
      form.requestSubmit(submitter)
    })
  }
}

async function newVersion(answer) {
  if (!answer.headers.get('content-type')?.includes('json')) return undefined
  return (await answer.json()).version
}

/** `<button type="button" data-copy="text" hidden>`: shown only where it can work. */
function offerCopying() {
  if (!navigator.clipboard) return
  for (const button of document.querySelectorAll('button[data-copy]')) {
    button.hidden = false
    button.addEventListener('click', async () => {
      const words = button.querySelector('span') ?? button
      const before = words.textContent
      await navigator.clipboard.writeText(button.dataset.copy)
      words.textContent = 'Copied'
      setTimeout(() => {
        words.textContent = before
      }, 2000)
    })
  }
}

/** The file field shows that a file held over it would be taken. */
function letFilesDrop() {
  for (const drop of document.querySelectorAll('.drop')) {
    drop.addEventListener('dragover', () => drop.classList.add('drop-over'))
    for (const end of ['dragleave', 'drop']) drop.addEventListener(end, () => drop.classList.remove('drop-over'))
  }
}
