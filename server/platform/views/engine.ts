import { readdirSync, readFileSync, statSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Express } from 'express'
import Handlebars from 'handlebars'
import { type Assets } from './assets'
import { helpers } from './helpers'
import { plainHelper } from './helper'
import { projectFolder } from './projectFolder'
import { faultsAsAsked, type FaultOfPage } from './faultsAsAsked'
import { type Asked } from './helpers/control'
import { isolatePartials } from './isolatePartials'

/** Where the templates lie and how they are kept. */
export interface ViewSettings {
  readonly assets: Assets
  /** Reads templates again when their files change: for development. */
  readonly watch?: boolean
  readonly folder?: string
}

interface Template {
  readonly changedAt: number
  readonly print: HandlebarsTemplateDelegate
}

/**
 * The templates of one folder. Each file is also a partial under its path without the ending (`pilots/row`); those in
 * `partials` and `layouts` under their bare name as well. Nothing of a prototype can be reached, all text is escaped,
 * and an unknown partial or helper is an error.
 */
export class Views {
  readonly folder: string
  private readonly handlebars = Handlebars.create()
  private readonly templates = new Map<string, Template>()
  private readonly watch: boolean
  private readonly knownHelpers: Record<string, boolean> = {}

  constructor(settings: ViewSettings) {
    this.folder = settings.folder ?? join(projectFolder(), 'views')
    this.watch = settings.watch ?? false
    const asset = (name: unknown) => settings.assets.url(String(name))
    for (const [name, helper] of Object.entries({ ...helpers, asset: plainHelper(asset) })) {
      this.handlebars.registerHelper(name, helper)
      this.knownHelpers[name] = true
    }
    this.readFolder()
  }

  /**
   * The page `view` (a path below the folder, with or without its ending) as text. With faults it is printed twice: their
   * summary stands above the form, and only the printed form tells the order and the labels of its questions.
   */
  render(view: string, context: object): string {
    if (this.watch) this.readFolder()
    const template = this.templates.get(view.replace(/\.hbs$/, ''))
    if (!template) throw new Error(`There is no view "${view}".`)
    const asked: Asked[] = []
    const print = (model: object) =>
      template.print(model, { data: { asked }, allowProtoPropertiesByDefault: false, allowProtoMethodsByDefault: false })
    const page = print(context)
    const { faults } = context as { readonly faults?: readonly FaultOfPage[] }
    return faults?.length ? print({ ...context, faults: faultsAsAsked(faults, asked, page) }) : page
  }

  private readFolder(): void {
    for (const path of readdirSync(this.folder, { recursive: true, encoding: 'utf8' })) {
      if (path.endsWith('.hbs')) this.readTemplate(join(this.folder, path))
    }
  }

  private readTemplate(path: string): void {
    const name = relative(this.folder, path).split(sep).join('/').replace(/\.hbs$/, '')
    const changedAt = this.watch ? statSync(path).mtimeMs : 0
    if (this.templates.get(name)?.changedAt === changedAt) return
    const print = this.compile(path)
    this.templates.set(name, { changedAt, print })
    this.handlebars.registerPartial(name, print)
    const short = /^(?:partials|layouts)\/(.+)$/.exec(name)?.[1]
    if (short) this.handlebars.registerPartial(short, print)
  }

  /** Compiles at first use, so that the start of the server does not wait for pages nobody opens. */
  private compile(path: string): HandlebarsTemplateDelegate {
    let compiled: HandlebarsTemplateDelegate | undefined
    return (context, options) => {
      compiled ??= this.handlebars.compile(isolatePartials(this.handlebars.parse(readFileSync(path, 'utf8'))), {
        knownHelpers: this.knownHelpers,
        knownHelpersOnly: true,
        preventIndent: true,
      })
      return compiled(context, options)
    }
  }
}

/** Makes `res.render('plans/show', model)` print templates. `res.locals` reaches them, so `@root.frame` does too. */
export function useViews(app: Express, settings: ViewSettings): Views {
  const views = new Views(settings)
  app.engine('hbs', (path: string, model: object, done: (error: unknown, page?: string) => void) => {
    let page: string
    try {
      page = views.render(relative(views.folder, path).split(sep).join('/'), model)
    } catch (error) {
      done(error)
      return
    }
    done(null, page)
  })
  app.set('views', views.folder)
  app.set('view engine', 'hbs')
  app.set('view cache', !settings.watch)
  return views
}
