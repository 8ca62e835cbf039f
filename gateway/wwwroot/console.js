// What pages of the console need of the browser: charts, and the grid of a return.
const charts = new WeakMap();

async function library() {
  if (!window.echarts) {
    await new Promise((done, failed) => {
      const script = document.createElement('script');
      script.src = document.querySelector('meta[name=chart-library]').content;
      script.onload = done;
      script.onerror = failed;
      document.head.append(script);
    });
  }
  return window.echarts;
}

// Draws a chart; drawn again when its figures change. A click on what has a link goes there.
export async function chart(element, option, saves) {
  const echarts = await library();
  if (!element.isConnected) return;
  let drawn = charts.get(element);
  if (!drawn) {
    drawn = echarts.init(element, null, { renderer: 'canvas' });
    charts.set(element, drawn);
    const size = new ResizeObserver(() => { if (element.isConnected) drawn.resize(); else { size.disconnect(); drawn.dispose(); } });
    size.observe(element);
    drawn.on('click', event => { if (event.data && event.data.link) window.location.assign(event.data.link); });
  }
  option.toolbox = { right: 0, top: 0, feature: { saveAsImage: { title: saves, pixelRatio: 2 } } };
  option.animation = false;
  option.textStyle = { fontFamily: getComputedStyle(document.body).fontFamily };
  drawn.setOption(option, true);
}

// The grid of a return: inputs with data-row and data-column. Arrow keys and Enter move, pasted cells spread out. What was entered and is not yet stored is kept in the
// browser until the server has it, so that neither a lost connection nor a restart loses it.
const most = 20000;

export function grid(table, page, key) {
  const store = `renovation.grid.${key}`;
  const pending = new Map(Object.entries(JSON.parse(localStorage.getItem(store) || '{}')));
  // Cells whose value the server does not take; tried again once they say something else.
  const refused = new Map();
  let sending = false, gone = false;
  const cell = (row, column) => table.querySelector(`[data-row="${row}"][data-column="${column}"]`);
  const keep = () => pending.size ? localStorage.setItem(store, JSON.stringify(Object.fromEntries(pending))) : localStorage.removeItem(store);

  async function send() {
    const batch = [];
    // The server takes messages of a certain size only; what is left goes with the next.
    let size = 0;
    for (const [place, value] of pending) {
      if (refused.get(place) === value) continue;
      size += place.length + value.length;
      if (batch.length > 0 && size > most) break;
      batch.push({ place, value });
    }
    if (sending || gone || batch.length === 0) return;
    sending = true;
    try {
      const stored = await page.invokeMethodAsync('EnterAsync', batch);
      const wrong = new Set(stored.filter(cell => cell.error).map(cell => `${cell.project}|${cell.field}`));
      for (const { place, value } of batch) {
        if (wrong.has(place)) refused.set(place, value);
        else if (pending.get(place) === value) pending.delete(place);
      }
      keep();
      show(stored);
    } catch {
      // Lost connections come back, and a new page begins with what is kept.
      setTimeout(send, 2000);
      sending = false;
      return;
    }
    sending = false;
    send();
  }
  function enter(input, value) {
    // Whatever is longer is too long for any field; the server says so.
    pending.set(`${input.dataset.project}|${input.dataset.field}`, value.slice(0, most));
    keep();
  }
  function changed(event) {
    const input = event.target;
    if (input.dataset.row === undefined) return;
    enter(input, input.type === 'checkbox' ? String(input.checked) : input.value);
    send();
  }
  function pressed(event) {
    const input = event.target;
    if (input.dataset.row === undefined || event.isComposing) return;
    const steps = { ArrowUp: [-1, 0], ArrowDown: [1, 0], Enter: [event.shiftKey ? -1 : 1, 0] };
    let [down, right] = steps[event.key] || [0, 0];
    const text = input.type === 'text';
    if (event.key === 'ArrowLeft' && (!text || input.selectionStart === 0 && input.selectionEnd === 0)) right = -1;
    if (event.key === 'ArrowRight' && (!text || input.selectionStart === input.value.length)) right = 1;
    if (!down && !right) return;
    let row = +input.dataset.row, column = +input.dataset.column;
    for (let next; (next = cell(row += down, column += right)); ) {
      if (next.disabled || next.readOnly) continue;
      event.preventDefault();
      next.focus();
      if (next.select) next.select();
      return;
    }
  }
  function pasted(event) {
    const input = event.target;
    const text = event.clipboardData.getData('text/plain').replace(/\r/g, '').replace(/\n$/, '');
    if (input.dataset.row === undefined || !/[\t\n]/.test(text)) return;
    event.preventDefault();
    text.split('\n').forEach((line, down) => line.split('\t').forEach((value, right) => {
      const target = cell(+input.dataset.row + down, +input.dataset.column + right);
      if (!target || target.disabled || target.readOnly) return;
      if (target.type === 'checkbox') target.checked = /^(是|true|1|√)$/i.test(value.trim());
      else target.value = value.trim();
      enter(target, target.type === 'checkbox' ? String(target.checked) : target.value);
    }));
    send();
  }
  table.addEventListener('change', changed);
  table.addEventListener('keydown', pressed);
  table.addEventListener('paste', pasted);
  for (const [place, value] of pending) {
    const [project, field] = place.split('|');
    const input = table.querySelector(`[data-project="${CSS.escape(project)}"][data-field="${CSS.escape(field)}"]`);
    if (!input) pending.delete(place);
    else if (input.type === 'checkbox') input.checked = value === 'true';
    else input.value = value;
  }
  keep();
  send();
  // Sets what the server has, unless somebody is typing there, or has typed something else meanwhile.
  function show(cells) {
    for (const { project, field, value, error } of cells) {
      const input = table.querySelector(`[data-project="${CSS.escape(project)}"][data-field="${CSS.escape(field)}"]`);
      if (!input) continue;
      input.toggleAttribute('aria-invalid', !!error);
      input.title = error || '';
      if (error || input === document.activeElement || pending.has(`${project}|${field}`)) continue;
      if (input.type === 'checkbox') input.checked = value === 'true';
      else input.value = value;
    }
  }
  return {
    show,
    dispose() {
      gone = true;
      table.removeEventListener('change', changed);
      table.removeEventListener('keydown', pressed);
      table.removeEventListener('paste', pasted);
    },
  };
}

// Saves what the server sends as a file.
export async function save(name, stream) {
  const address = URL.createObjectURL(new Blob([await stream.arrayBuffer()]));
  const link = document.createElement('a');
  link.href = address;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

// What was typed in forms is there again when the page had to be loaded anew. The grid of a return keeps its cells by itself.
const forms = 'renovation.forms';
const typed = new Set();
const fields = () => {
  const seen = new Map();
  return [...document.querySelectorAll('.page :is(input, select, textarea):not(table.grid *, [type=file], [type=password], [type=hidden])')]
    .map(field => {
      const label = field.getAttribute('aria-label') || field.labels?.[0]?.textContent || '';
      // Labels may tell a value, which changes.
      const name = `${field.localName}|${field.type}|${label.replace(/\d/g, '').slice(0, 40)}`;
      seen.set(name, (seen.get(name) || 0) + 1);
      return { field, name: `${name}|${seen.get(name)}` };
    });
};
const valueOf = field => field.type === 'checkbox' ? field.checked : field.value;
document.addEventListener('input', event => {
  // A key in the grid has nothing to do here.
  if (event.target.closest('table.grid')) return;
  const found = fields().find(({ field }) => field === event.target);
  if (found) typed.add(found.name);
});
function keepForms() {
  const values = fields().filter(({ name }) => typed.has(name)).map(({ field, name }) => [name, valueOf(field)]).filter(([, value]) => value !== '');
  sessionStorage.setItem(forms, JSON.stringify({ page: location.href, values }));
}
function bringFormsBack() {
  const { page, values } = JSON.parse(sessionStorage.getItem(forms) || '{}');
  sessionStorage.removeItem(forms);
  if (page !== location.href) return;
  const waiting = new Map(values);
  const until = Date.now() + 30000;
  const look = setInterval(() => {
    for (const { field, name } of fields()) {
      const value = waiting.get(name);
      // A choice may have to be found first.
      if (value === undefined || field.disabled || field.localName === 'select' && ![...field.options].some(option => option.value === value)) continue;
      waiting.delete(name);
      typed.add(name);
      if (field.type === 'checkbox') field.checked = value;
      else field.value = value;
      for (const kind of ['input', 'change']) field.dispatchEvent(new Event(kind, { bubbles: true }));
    }
    if (waiting.size === 0 || Date.now() > until) clearInterval(look);
  }, 100);
}
bringFormsBack();

// A server that was started again knows nothing of this page: it is loaded anew as soon as the server answers.
let waiting = false;
async function back() {
  if (waiting) return;
  waiting = true;
  for (;;) {
    try {
      if ((await fetch('/healthz/ready', { cache: 'no-store' })).ok) break;
    } catch {
      // Not there yet.
    }
    await new Promise(done => setTimeout(done, 1000));
  }
  keepForms();
  location.reload();
}
document.getElementById('components-reconnect-modal')?.addEventListener('components-reconnect-state-changed', event => {
  if (['failed', 'rejected', 'resume-failed'].includes(event.detail.state)) back();
});
