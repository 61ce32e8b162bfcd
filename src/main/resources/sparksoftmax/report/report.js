// Draws the charts of a report, and makes its tables sortable. Text reaches the page as text nodes only.
(function () {
  'use strict';
  var data = JSON.parse(document.getElementById('report-data').textContent);
  var names = data.classes.names;
  var dark = window.matchMedia('(prefers-color-scheme: dark)');
  var PRINT_WIDTH = 640;
  var LIGHT = {ink: '#16191d', muted: '#535c69', line: '#d5dae1', paper: '#ffffff',
    first: '#14509e', second: '#b04a00', heat: ['#eef3fb', '#9dbbe6', '#1446a0']};
  var DARK = {ink: '#eceef1', muted: '#abb4c0', line: '#3a414b', paper: '#1d2127',
    first: '#8bb8ff', second: '#ffb26b', heat: ['#1f2a3a', '#3d6aa6', '#a9ccff']};

  function number(value) {
    return value === 0 ? '0' : String(Number(value.toPrecision(4)));
  }

  function percent(value) {
    return (100 * value).toFixed(1) + ' %';
  }

  // A tooltip of lines of text, as an element, so that names are never read as HTML.
  function lines(texts) {
    var box = document.createElement('div');
    texts.forEach(function (text) {
      var line = document.createElement('div');
      line.textContent = text;
      box.appendChild(line);
    });
    return box;
  }

  function shortened(text) {
    var characters = Array.from(text);
    return characters.length > 24 ? characters.slice(0, 23).join('') + '…' : text;
  }

  function axis(colors, title, more) {
    return Object.assign({
      name: title, nameLocation: 'middle', nameTextStyle: {color: colors.ink, fontSize: 13},
      axisLine: {lineStyle: {color: colors.muted}}, axisTick: {lineStyle: {color: colors.muted}},
      axisLabel: {color: colors.ink, fontSize: 12, hideOverlap: true}, splitLine: {lineStyle: {color: colors.line}}
    }, more);
  }

  function base(colors, tooltip) {
    return {
      animation: false,
      textStyle: {fontFamily: getComputedStyle(document.body).fontFamily, color: colors.ink},
      grid: {left: 64, right: 20, top: 40, bottom: 52},
      tooltip: Object.assign({confine: true, backgroundColor: colors.paper, borderColor: colors.line,
        textStyle: {color: colors.ink}}, tooltip)
    };
  }

  var charts = {
    curve: function (colors) {
      var training = data.training;
      var series = [{name: 'objective', values: training.objectiveHistory, color: colors.first, dash: 'solid'}];
      if (training.validationHistory.length > 0) {
        series.push({name: 'validation loss', values: training.validationHistory, color: colors.second, dash: 'dashed'});
      }
      return Object.assign(base(colors, {trigger: 'axis', formatter: function (points) {
        return lines(['pass ' + points[0].value[0]].concat(points.map(function (point) {
          return point.seriesName + ': ' + number(point.value[1]) + ' nats';
        })));
      }}), {
        legend: {show: series.length > 1, top: 4, right: 16, itemWidth: 36, textStyle: {color: colors.ink, fontSize: 13}},
        xAxis: axis(colors, 'pass', {type: 'value', min: 0, max: training.objectiveHistory.length - 1, minInterval: 1,
          nameGap: 30, splitLine: {show: false}}),
        yAxis: axis(colors, 'nats', {type: 'value', scale: true, nameGap: 46}),
        series: series.map(function (one) {
          return {
            name: one.name, type: 'line', showSymbol: one.values.length < 3, symbolSize: 6,
            itemStyle: {color: one.color}, lineStyle: {color: one.color, width: 2.5, type: one.dash},
            data: one.values.map(function (value, pass) { return [pass, value]; })
          };
        })
      });
    },

    calibration: function (colors) {
      var all = data.rows.evaluatedWeight;
      var bins = data.calibration.bins.filter(function (bin) { return bin.weight > 0; });
      return Object.assign(base(colors, {trigger: 'item', formatter: function (point) {
        var bin = bins[point.dataIndex];
        return point.seriesName === 'perfect' ? '' : lines([
          'confidence ' + percent(bin.lower) + ' to ' + percent(bin.upper), 'mean confidence: ' + percent(bin.meanConfidence),
          'accuracy: ' + percent(bin.accuracy), 'share of the rows: ' + percent(bin.weight / all)]);
      }}), {
        xAxis: axis(colors, 'confidence (probability of the predicted class)', {type: 'value', min: 0, max: 1, nameGap: 30}),
        yAxis: axis(colors, 'accuracy', {type: 'value', min: 0, max: 1, nameGap: 46}),
        series: [{
          name: 'perfect', type: 'line', showSymbol: false, silent: true, data: [[0, 0], [1, 1]],
          lineStyle: {color: colors.muted, type: 'dashed', width: 1.5}, itemStyle: {color: colors.muted},
          endLabel: {show: false}
        }, {
          name: 'bins', type: 'line', lineStyle: {color: colors.first, width: 2}, itemStyle: {color: colors.first},
          symbol: 'circle', showAllSymbol: true,
          symbolSize: function (value, point) { return 5 + 22 * Math.sqrt(bins[point.dataIndex].weight / all); },
          data: bins.map(function (bin) { return [bin.meanConfidence, bin.accuracy]; })
        }]
      });
    },

    confusion: function (colors) {
      var weights = {};
      var seen = {};
      data.confusions.forEach(function (cell) {
        weights[cell.label] = (weights[cell.label] || 0) + cell.weight;
        seen[cell.label] = seen[cell.prediction] = true;
      });
      var classes = Object.keys(seen).map(Number).sort(function (a, b) { return a - b; });
      var position = {};
      classes.forEach(function (label, i) { position[label] = i; });
      var cells = data.confusions.filter(function (cell) { return cell.weight > 0; });
      var labels = classes.map(function (label) { return shortened(names[label]); });
      function categories(title, more) {
        return axis(colors, title, Object.assign({type: 'category', data: labels, splitLine: {show: false},
          axisTick: {show: false}}, more));
      }
      return Object.assign(base(colors, {trigger: 'item', formatter: function (point) {
        var cell = cells[point.dataIndex];
        return lines(['true: ' + names[cell.label], 'predicted: ' + names[cell.prediction],
          number(cell.weight) + ' (' + percent(point.value[2]) + ' of the true class)']);
      }}), {
        grid: {left: 150, right: 20, top: 20, bottom: 175},
        xAxis: categories('predicted class', {nameGap: 128,
          axisLabel: {color: colors.ink, rotate: 90, fontSize: 11, width: 115, overflow: 'truncate', hideOverlap: true}}),
        yAxis: categories('true class', {inverse: true, nameGap: 130,
          axisLabel: {color: colors.ink, fontSize: 11, width: 115, overflow: 'truncate', hideOverlap: true}}),
        visualMap: {type: 'continuous', min: 0, max: 1, dimension: 2, calculable: false, orient: 'horizontal',
          left: 'center', bottom: 0, itemHeight: 120, itemWidth: 12, inRange: {color: colors.heat},
          text: ['100 % of the true class', '0 %'], textStyle: {color: colors.ink}},
        series: [{type: 'heatmap', data: cells.map(function (cell) {
          return [position[cell.prediction], position[cell.label], cell.weight / weights[cell.label]];
        }), itemStyle: {borderWidth: 0}}]
      });
    },

    tuning: function (colors) {
      var trials = data.tuning.trials;
      function title(trial) {
        return data.tuning.settings.map(function (setting, i) { return setting + ' = ' + trial.values[i]; }).join(', ');
      }
      return Object.assign(base(colors, {trigger: 'item', formatter: function (point) {
        return lines([title(trials[point.dataIndex]), data.tuning.metric + ': ' + number(trials[point.dataIndex].metric)]);
      }}), {
        grid: {left: 20, right: 24, top: 20, bottom: 52, containLabel: true},
        xAxis: axis(colors, data.tuning.metric, {type: 'value', scale: true, nameGap: 30}),
        yAxis: axis(colors, '', {type: 'category', inverse: true, data: trials.map(title),
          axisLabel: {color: colors.ink, width: 220, overflow: 'truncate'}}),
        series: [{type: 'bar', barMaxWidth: 22, data: trials.map(function (trial) {
          return {value: trial.metric, itemStyle: {color: trial.best ? colors.second : colors.first}};
        })}]
      });
    }
  };

  function places() {
    return Array.prototype.slice.call(document.querySelectorAll('.chart'));
  }

  function draw(colors, width) {
    places().forEach(function (place) {
      var old = echarts.getInstanceByDom(place);
      if (old) {
        old.dispose();
      }
      place.classList.add('drawn');
      var height = place.classList.contains('square') ? width : width ? width / 2 : undefined;
      var chart = echarts.init(place, null, {renderer: 'svg', width: width, height: height});
      chart.setOption(charts[place.dataset.chart](colors));
      var svg = place.querySelector('svg');
      if (width && svg) {
        svg.setAttribute('viewBox', '0 0 ' + width + ' ' + height);
      }
    });
  }

  function onScreen() {
    draw(dark.matches ? DARK : LIGHT);
  }

  var printing = false;
  var opened = [];
  function beforePrint() {
    printing = true;
    draw(LIGHT, PRINT_WIDTH);
    opened = Array.prototype.slice.call(document.querySelectorAll('details.print:not([open])'));
    opened.forEach(function (details) { details.open = true; });
  }

  function afterPrint() {
    printing = false;
    opened.forEach(function (details) { details.open = false; });
    onScreen();
  }

  function key(row, column) {
    var cell = row.cells[column];
    var text = cell.dataset.value || cell.textContent.trim();
    return text === '' || isNaN(Number(text)) ? text : Number(text);
  }

  function compare(a, b) {
    if (typeof a === 'number' && typeof b === 'number') {
      return a - b;
    }
    return typeof a === typeof b ? a.localeCompare(b) : typeof a === 'number' ? -1 : 1;
  }

  function sortBy(table, header, column) {
    var ascending = header.getAttribute('aria-sort') !== 'ascending';
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (cell) { cell.removeAttribute('aria-sort'); });
    header.setAttribute('aria-sort', ascending ? 'ascending' : 'descending');
    var body = table.tBodies[0];
    Array.prototype.slice.call(body.rows)
      .sort(function (a, b) { return (ascending ? 1 : -1) * compare(key(a, column), key(b, column)); })
      .forEach(function (row) { body.appendChild(row); });
  }

  Array.prototype.forEach.call(document.querySelectorAll('table.sortable'), function (table) {
    Array.prototype.forEach.call(table.tHead.rows[0].cells, function (header, column) {
      if (header.classList.contains('unsorted')) {
        return;
      }
      var button = document.createElement('button');
      button.type = 'button';
      while (header.firstChild) {
        button.appendChild(header.firstChild);
      }
      header.appendChild(button);
      button.addEventListener('click', function () { sortBy(table, header, column); });
    });
  });

  onScreen();
  dark.addEventListener('change', onScreen);
  window.addEventListener('beforeprint', beforePrint);
  window.addEventListener('afterprint', afterPrint);
  var observer = new ResizeObserver(function (changes) {
    changes.forEach(function (change) {
      var chart = echarts.getInstanceByDom(change.target);
      if (chart && !printing) {
        chart.resize();
      }
    });
  });
  places().forEach(function (place) { observer.observe(place); });
})();
