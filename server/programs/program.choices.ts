/** A value and how a person reads it. */
export interface Choosable {
  readonly value: string
  readonly label: string
}

/** ISO 4217: the currencies in use. Intl's own list also holds those that are gone, such as the German mark. */
export const CURRENCIES: readonly string[] = (
  'AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BGN BHD BIF BMD BND BOB BRL BSD BTN BWP BYN BZD CAD CDF CHF CLP CNY ' +
  'COP CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF GTQ GYD HKD HNL HTG HUF IDR ILS ' +
  'INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP ' +
  'MRU MUR MVR MWK MXN MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR ' +
  'SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS TMT TND TOP TRY TTD TWD TZS UAH UGX USD UYU UZS VES VND VUV ' +
  'WST XAF XCD XOF XPF YER ZAR ZMW'
).split(' ')

/** IANA time zones that this Node knows; UTC is not in Intl's list. */
export const TIME_ZONES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').filter(zone => zone !== 'UTC')]

/** BCP 47: how numbers and dates are written. The words of the interface are English everywhere. */
export const LOCALES: readonly string[] = Intl.NumberFormat.supportedLocalesOf([
  ...['en-GB', 'en-US', 'en-AU', 'en-CA', 'en-IE', 'en-IN', 'en-NZ', 'en-SG', 'en-ZA'],
  ...['ar-AE', 'ar-EG', 'bg-BG', 'ca-ES', 'cs-CZ', 'da-DK', 'de-AT', 'de-CH', 'de-DE', 'el-GR', 'es-AR', 'es-CL', 'es-CO'],
  ...['es-ES', 'es-MX', 'et-EE', 'fi-FI', 'fr-BE', 'fr-CA', 'fr-CH', 'fr-FR', 'he-IL', 'hi-IN', 'hr-HR', 'hu-HU', 'id-ID'],
  ...['is-IS', 'it-CH', 'it-IT', 'ja-JP', 'ko-KR', 'lt-LT', 'lv-LV', 'ms-MY', 'nb-NO', 'nl-BE', 'nl-NL', 'pl-PL', 'pt-BR'],
  ...['pt-PT', 'ro-RO', 'sk-SK', 'sl-SI', 'sr-RS', 'sv-SE', 'th-TH', 'tr-TR', 'uk-UA', 'vi-VN', 'zh-CN', 'zh-HK', 'zh-TW'],
])

/** Currencies by code, with their names. */
export function currencyChoices(): Choosable[] {
  const names = new Intl.DisplayNames('en', { type: 'currency' })
  return CURRENCIES.map(value => ({ value, label: `${value} – ${names.of(value) ?? value}` }))
}

export function timeZoneChoices(): Choosable[] {
  return TIME_ZONES.map(value => ({ value, label: value.replaceAll('_', ' ') }))
}

/** Locales by name, each with a number and a date as they will look. */
export function localeChoices(): Choosable[] {
  const names = new Intl.DisplayNames('en', { type: 'language' })
  const day = new Date(Date.UTC(2026, 10, 4))
  return LOCALES.map(value => {
    const number = new Intl.NumberFormat(value).format(1234.5)
    const date = new Intl.DateTimeFormat(value, { dateStyle: 'medium', timeZone: 'UTC' }).format(day)
    return { value, label: `${names.of(value) ?? value}: ${number}, ${date}` }
  })
}
