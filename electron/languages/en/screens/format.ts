export default {
  seconds: '{count} s',
  minutes: '{count} m',
  hours: '{count} h',
  days: '{count} d',
  byte: 'B',
  kilobyte: 'kB',
  megabyte: 'MB',
  gigabyte: 'GB',
  ago: '{duration} ago',
  never: 'not seen yet',
}
