/* Fills the page of the tab "Softmax": asks for the fits again and again, and shows them. */
(function () {
  'use strict';

  const WHILE_RUNNING = 1000; // milliseconds between two requests
  const OTHERWISE = 3000;
  const OBJECTIVE = 'objective';
  const VALIDATION = 'validation loss';

  const root = document.getElementById('softmax-fits');
  let wanted = Number(new URLSearchParams(location.search).get('fit')) || null; // null: the newest fit
  let shown = ''; // what the page shows, so that it is left alone if nothing has changed
  let timer = null;

  function element(tag, className, ...children) {
    const made = document.createElement(tag);
    if (className) {
      made.className = className;
    }
    made.append(...children);
    return made;
  }

  function digits(value) {
    return value === null || value === undefined ? '' : Number(value.toPrecision(6)).toString();
  }

  function duration(seconds) {
    if (seconds < 60) {
      return seconds.toFixed(seconds < 10 ? 2 : 1) + ' s';
    }
    const whole = Math.floor(seconds);
    const two = (n) => String(n).padStart(2, '0');
    const minutes = Math.floor(whole / 60);
    return minutes < 60
      ? minutes + ':' + two(whole % 60) + ' min'
      : Math.floor(minutes / 60) + ':' + two(minutes % 60) + ':' + two(whole % 60) + ' h';
  }

  function passes(fit) {
    return fit.passes === null ? 'before the first' : fit.passes + ' of at most ' + fit.maxIter;
  }

  function stateOf(fit) {
    return element('span', 'softmax-state softmax-' + fit.state, fit.state);
  }

  // The parts of the page. The chart stays while the others are made anew.
  const problem = element('p', 'softmax-problem');
  problem.setAttribute('role', 'alert');
  const head = element('div', 'softmax-head');
  const facts = element('dl');
  const logarithmic = element('input');
  logarithmic.type = 'checkbox';
  logarithmic.addEventListener('change', () => draw(current));
  const scale = element('label', 'softmax-scale', logarithmic, ' logarithmic scale');
  const chartBox = element('div', 'softmax-chart');
  const tableBox = element('div');
  root.replaceChildren(problem, head, facts, scale, chartBox, tableBox);
  const chart = echarts.init(chartBox);
  window.addEventListener('resize', () => chart.resize());
  let current = null;

  function showFacts(fit) {
    head.replaceChildren(element('h4', '', 'Fit ' + fit.number + ': ' + fit.uid), stateOf(fit));
    const rows = [
      ['Passes', passes(fit)],
      ['Time', duration(fit.seconds) + ', since ' + new Date(fit.startedAt).toLocaleTimeString()],
      ['Plan', (fit.plan || 'The rows are being read.').replace(/^Plan: /, '')],
      ['Params set', Object.entries(fit.params).map(([name, value]) => name + ' = ' + value).join(', ') || 'none'],
    ];
    if (fit.end) {
      rows.unshift([fit.state === 'failed' ? 'Failed' : 'Stopped because', fit.end]);
    }
    facts.replaceChildren(...rows.flatMap(([name, value]) => [element('dt', '', name), element('dd', '', value)]));
  }

  function draw(fit) {
    current = fit;
    chartBox.hidden = scale.hidden = !fit || fit.curve.length === 0;
    if (chartBox.hidden) {
      return;
    }
    const dark = document.documentElement.getAttribute('data-bs-theme') === 'dark';
    const text = dark ? '#e8e8e8' : '#222222';
    const grid = dark ? '#555555' : '#dddddd';
    const line = (name, index, color, symbol) => ({
      name: name,
      type: 'line',
      data: fit.curve.map((point) => [point[0], point[index]]),
      symbol: symbol,
      symbolSize: 6,
      showSymbol: fit.curve.length <= 60,
      itemStyle: { color: color },
      lineStyle: { color: color, width: 2, type: index === 1 ? 'solid' : 'dashed' },
      animation: false,
    });
    const series = [line(OBJECTIVE, 1, dark ? '#56b4e9' : '#0072b2', 'circle')];
    if (fit.curve[0].length > 2) {
      series.push(line(VALIDATION, 2, dark ? '#f0a060' : '#c04f00', 'diamond'));
    }
    const axis = (name) => ({
      name: name,
      nameLocation: 'middle',
      nameTextStyle: { color: text, fontSize: 14 },
      axisLabel: { color: text, fontSize: 12, hideOverlap: true },
      axisLine: { show: true, lineStyle: { color: text } },
      splitLine: { lineStyle: { color: grid } },
    });
    chart.setOption(
      {
        aria: { enabled: true, label: { description: chartInWords(fit) } },
        textStyle: { fontFamily: getComputedStyle(root).fontFamily },
        legend: { top: 0, textStyle: { color: text, fontSize: 14 } },
        grid: { left: 80, right: 30, top: 40, bottom: 55 },
        tooltip: {
          trigger: 'axis',
          renderMode: 'richText', // drawn, so that no style in the page is needed
          formatter: (points) =>
            ['pass ' + points[0].value[0], ...points.map((p) => p.seriesName + ' ' + digits(p.value[1]))].join('\n'),
        },
        xAxis: { type: 'value', min: 0, max: 'dataMax', minInterval: 1, nameGap: 30, ...axis('passes over the data') },
        yAxis: { type: logarithmic.checked ? 'log' : 'value', scale: true, nameGap: 55, ...axis('loss (nats)') },
        series: series,
      },
      { notMerge: true },
    );
    chart.resize();
  }

  function chartInWords(fit) {
    const last = fit.curve[fit.curve.length - 1];
    return (
      'Loss curve of fit ' + fit.number + ': the ' + OBJECTIVE + ' went from ' + digits(fit.curve[0][1]) + ' to ' +
      digits(last[1]) + ' in ' + last[0] + ' passes' +
      (last.length > 2 ? '; the ' + VALIDATION + ' is ' + digits(last[2]) : '') + '.'
    );
  }

  function showTable(fits, selected) {
    const numeric = (text) => element('td', 'softmax-number', text);
    const rows = fits.map((fit) => {
      const link = element('a', '', String(fit.number));
      link.href = '?fit=' + fit.number;
      link.addEventListener('click', (event) => {
        event.preventDefault();
        wanted = fit.number;
        history.replaceState(null, '', link.href);
        refresh();
      });
      const row = element(
        'tr', '', element('td', '', link), element('td', '', fit.uid), element('td', '', stateOf(fit)),
        numeric(fit.passes === null ? '' : String(fit.passes)), numeric(digits(fit.objective)),
        numeric(digits(fit.validationLoss)), numeric(duration(fit.seconds)),
        element('td', '', new Date(fit.startedAt).toLocaleTimeString()), element('td', '', fit.end || ''));
      if (fit.number === selected) {
        row.setAttribute('aria-current', 'true');
      }
      return row;
    });
    const names = [
      'Fit', 'Estimator', 'State', 'Passes', 'Objective', 'Validation loss', 'Time', 'Started', 'Stop reason or failure',
    ];
    const titles = names.map((name, i) => {
      const title = element('th', i >= 3 && i <= 6 ? 'softmax-number' : '', name);
      title.scope = 'col';
      return title;
    });
    const table = element(
      'table', 'table table-bordered table-sm', element('thead', '', element('tr', '', ...titles)),
      element('tbody', '', ...rows));
    tableBox.replaceChildren(element('h4', '', 'Fits of this session, the newest first'), table);
  }

  function show(answer) {
    const text = JSON.stringify(answer);
    if (text === shown) {
      return;
    }
    shown = text;
    const fit = answer.selected;
    // A link that has the focus would be replaced: it gets the focus again.
    const focused = tableBox.contains(document.activeElement) ? document.activeElement.getAttribute('href') : null;
    showFacts(fit);
    draw(fit);
    showTable(answer.fits, fit.number);
    if (focused) {
      tableBox.querySelector('a[href="' + focused + '"]')?.focus();
    }
  }

  async function refresh() {
    clearTimeout(timer);
    let pause = OTHERWISE;
    try {
      const response = await fetch(root.dataset.url + (wanted ? '?fit=' + wanted : ''), { cache: 'no-store' });
      if (!response.ok) {
        throw new Error('HTTP status ' + response.status);
      }
      const answer = await response.json();
      problem.textContent = '';
      show(answer);
      if (answer.fits.some((fit) => fit.state === 'running')) {
        pause = WHILE_RUNNING;
      }
    } catch (error) {
      problem.textContent = 'The fits could not be read; the application may have ended (' + error.message + ').';
    }
    timer = setTimeout(refresh, pause);
  }

  refresh();
})();
