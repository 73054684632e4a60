export default {
  seconds: '{count} s',
  minutes: '{count} min',
  hours: '{count} Std.',
  days: '{count} T.',
  byte: 'B',
  kilobyte: 'kB',
  megabyte: 'MB',
  gigabyte: 'GB',
  ago: 'vor {duration}',
  never: 'nicht gesehen',
}
