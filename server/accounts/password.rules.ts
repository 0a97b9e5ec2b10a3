/** Length is what makes a password strong; rules about its letters only make it hard to remember. */
export const PASSWORD_MIN = 12
export const PASSWORD_MAX = 200

/** What people choose most often among passwords of this length; letters and digits in lower case. */
const COMMON = new Set(
  `123456789012 1234567890123 12345678901234 123456789abc 1234567890ab 0123456789ab 012345678901 098765432109
  1q2w3e4r5t6y 1q2w3e4r5t6y7u 1qaz2wsx3edc 1qaz2wsx3edc4rfv q1w2e3r4t5y6 qazwsxedcrfv qwerty123456 qwerty1234567
  qwertyuiop12 qwertyuiop123 qwertyuiop1234 qwertyuiopasdf qwertyuiopasdfghjkl qwertzuiop12 qwertzuiopasdf
  asdfghjkl123 asdfghjklzxcvbnm zxcvbnm12345 abcdefghijkl abcdefghijklm abcdefghijklmnopqrstuvwxyz abc123456789
  password1234 password12345 password123456 password2024 password2025 password2026 passwordpassword mypassword12
  mypassword123 passw0rd1234 p4ssw0rd1234 pa55word1234 administrator administrator1 administrator123 adminadmin12
  adminadmin123 adminadminadmin admin1234567 admin12345678 letmein12345 letmein123456 letmeinletmein welcome12345
  welcome123456 welcomewelcome iloveyou1234 iloveyou12345 iloveyouforever changeme1234 changeme12345 changemeplease
  changemechangeme trustno1trustno1 correcthorsebatterystaple thisismypassword unbelievable superman1234 princess1234
  football1234 baseball1234 basketball12 liverpool123 manchesterunited sunshine1234 monkey123456 dragon123456
  master123456 secret123456 test12345678 testtesttest test123456789 foothold1234 foothold12345 footholdfoothold
  summer202400 winter202400 spring202400 autumn202400 company12345 company123456 customer1234`.split(/\s+/),
)

/**
 * Why this password cannot be taken, as a sentence; `null` when it can.
 *
 * @param person  whose it will be: an attacker tries the name and the address first
 */
export function passwordFault(
  password: string,
  person: { readonly name: string; readonly email: string },
): string | null {
  const length = [...password].length
  if (length < PASSWORD_MIN) {
    return `Use at least ${PASSWORD_MIN} characters. A few words in a row are easy to remember.`
  }
  if (length > PASSWORD_MAX) return `Use at most ${PASSWORD_MAX} characters.`
  const bare = bareOf(password)
  const own = [person.email, person.email.split('@')[0] ?? '', person.name].map(bareOf)
  if (own.some(word => word !== '' && bare === word)) return 'Use something other than your own name or e-mail address.'
  if (COMMON.has(bare) || isRepeated(password) || isRun(password)) {
    return 'This password is among the first that others would try. Use a few words that do not belong together.'
  }
  return null
}

const bareOf = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

/** `aaaaaaaaaaaa`, `abcabcabcabc`. */
const isRepeated = (password: string): boolean => /^(.{1,4})\1+$/su.test(password)

/** `abcdefghijkl`, `lkjihgfedcba`: each character is the neighbour of the one before. */
function isRun(password: string): boolean {
  const codes = [...password].map(character => character.codePointAt(0) ?? 0)
  const steps = new Set(codes.slice(1).map((code, at) => code - (codes[at] ?? 0)))
  return steps.size === 1 && (steps.has(1) || steps.has(-1))
}
