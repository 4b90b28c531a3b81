// The Python module leeway._engine: the C++ library's front door as the package beside it takes it. Nothing
// is computed here.

#include <atomic>
#include <chrono>
#include <future>
#include <stop_token>
#include <thread>

#include <fmt/format.h>
#include <pybind11/numpy.h>
#include <pybind11/pybind11.h>
#include <pybind11/stl.h>
#include <pybind11/stl/filesystem.h>

#include "answer.h"
#include "columns.h"
#include "leeway/analysis/flows.h"
#include "leeway/base/error.h"
#include "leeway/base/lost_output.h"
#include "leeway/base/version.h"
#include "leeway/io/toml.h"
#include "leeway/output/failure_report.h"
#include "leeway/policy/measure_toml.h"
#include "leeway/policy/one_line.h"
#include "leeway/world/aliases.h"
#include "questions.h"

namespace py = pybind11;

namespace leeway::python {

namespace {

/// Looks at an array where it lies; `owner` lives as long as the array does.
py::array_t<double> array_of(const View& view, const py::object& owner) {
  py::array_t<double> array(view.shape, view.data, owner);
  py::detail::array_proxy(array.ptr())->flags &= ~py::detail::npy_api::NPY_ARRAY_WRITEABLE_;
  return array;
}

/// An array that takes over what was made for it.
template <class Value>
py::array_t<Value> array_owning(std::vector<Value> values) {
  auto* kept = new std::vector<Value>(std::move(values));
  const py::capsule owner(kept, [](void* p) { delete static_cast<std::vector<Value>*>(p); });
  return py::array_t<Value>(kept->size(), kept->data(), owner);
}

/// Ends a run of many solves from inside its progress.
struct Stopped {};
struct Watch {
  std::function<void(int, int)> progress;
  std::stop_token stop;  ///< once asked for, no further solve begins
};

/// Runs `work` on a thread of its own without the interpreter's lock, while this one looks for Ctrl-C and
/// tells `progress(done, of)`.
template <class Work>
auto watched(const py::object& progress, Work work) {
  constexpr std::chrono::milliseconds pause{50};
  std::atomic<int> done{0};
  std::atomic<int> of{0};
  std::promise<std::invoke_result_t<Work&, const Watch&>> made;
  auto answer = made.get_future();
  std::jthread thread([&](const std::stop_token& stop) {
    const Watch watch{[&](int finished, int all) {
                        if (stop.stop_requested()) throw Stopped{};
                        of = all;
                        done = finished;
                      },
                      stop};
    try {
      made.set_value(work(watch));
    } catch (...) {
      made.set_exception(std::current_exception());
    }
  });
  const auto end = [&] {
    thread.request_stop();
    const py::gil_scoped_release free;
    thread.join();
  };
  int told = 0;
  for (bool ready = false; !ready;) {
    {
      const py::gil_scoped_release free;
      ready = answer.wait_for(pause) == std::future_status::ready;
    }
    if (PyErr_CheckSignals() != 0) {
      py::error_already_set interrupted;
      end();
      throw interrupted;
    }
    if (progress.is_none() || done == told) continue;
    try {
      progress(told = done, of.load());
    } catch (...) {
      end();
      throw;
    }
  }
  return answer.get();
}

std::map<std::string, Scenario::Option> option_table(const std::map<std::string, std::string>& options) {
  std::map<std::string, Scenario::Option> table;
  for (const auto& [key, text] : options) table[key] = {text, Location{}};
  return table;
}

std::optional<Date> day_of(const std::optional<std::string>& text) {
  if (!text) return {};
  const std::optional<Date> day = parse_date(*text);
  if (!day) throw InputError(fmt::format("\"{}\" is not a date", *text), "write it as 2026-01-24");
  return day;
}

std::optional<std::string> text_of(const std::optional<Date>& day) {
  return day ? std::optional(to_string(*day)) : std::nullopt;
}

/// A Measure of a table that was no file: errors name it, not its lines.
Measure measure_of(const std::string& text, const std::string& name) {
  try {
    Measure measure = parse_measure(parse_toml(text, name), MeasureHome::scenario);
    measure.where = Location{name};
    measure.places.clear();
    return measure;
  } catch (const InputError& error) {
    throw InputError(Location{name}, error.message(), error.hint());
  }
}

/// One line, an id, or the [[measure]] tables of a text.
Situation with_text(const Situation& situation, const std::string& text) {
  if (text.find("[[measure]]") != std::string::npos) return situation.with_toml(text);
  if (!is_one_line(text)) return situation.with(text);
  Measure measure = parse_one_line(text, Location{}, situation.policy().as_of);
  return situation.with(std::move(measure));
}

template <class List>
std::vector<std::pair<std::string, std::string>> labels_of(const List& list) {
  std::vector<std::pair<std::string, std::string>> labels;
  for (const auto& one : list) labels.emplace_back(one.id, one.name);
  return labels;
}

/// Ids and names along an axis of an array.
std::vector<std::pair<std::string, std::string>> axis_labels(const World& world, const std::string& axis) {
  if (axis == "sector") return labels_of(world.sectors);
  if (axis == "goods") return labels_of(world.lines);
  if (axis == "group") return labels_of(world.groups);
  if (axis != "producer") return labels_of(world.economies);
  std::vector<std::pair<std::string, std::string>> labels;
  for (const Producer& p : world.producers)
    labels.emplace_back(p.id, world.sectors[static_cast<std::size_t>(p.sector)].name);
  return labels;
}

py::dict certificate_dict(const Outcome& outcome) {
  const Certificate& c = outcome.certificate();
  return py::dict(py::arg("certified") = c.certified(), py::arg("termination") = to_string(c.termination),
                  py::arg("method") = to_string(c.method), py::arg("residual") = c.residual,
                  py::arg("market_clearing") = c.market_clearing, py::arg("walras") = c.walras,
                  py::arg("payments") = c.payments, py::arg("rent_accounting") = c.rent_accounting,
                  py::arg("complementarity") = c.complementarity, py::arg("newton") = c.newton,
                  py::arg("sweeps") = c.sweeps, py::arg("text") = explain(outcome));
}

/// Every variable of the long table of one economy or group; None where it is not told.
py::dict change_dict(const EconomyChange& change) {
  py::dict figures;
  for (const EconomyVariable& v : economy_variables()) figures[v.name] = v.of(change);
  return figures;
}

/// Words as codes and categories.
py::dict columns_dict(LongColumns columns) {
  py::dict words;
  for (WordColumn& column : columns.words)
    words[column.name.c_str()] = py::make_tuple(array_owning(std::move(column.codes)), column.words);
  return py::dict(py::arg("words") = words, py::arg("value") = array_owning(std::move(columns.values)),
                  py::arg("year") = columns.year);
}

void bind_errors(py::module_& m) {
  // The classes are Python's, so that they carry attributes.
  py::register_exception_translator([](std::exception_ptr thrown) {
    const auto raise = [](const char* name, const py::tuple& arguments) {
      const py::object type = py::module_::import("leeway._errors").attr(name);
      PyErr_SetObject(type.ptr(), type(*arguments).ptr());
    };
    try {
      std::rethrow_exception(thrown);
    } catch (const InputError& error) {
      const Location& at = error.location();
      raise("InputError",
            py::make_tuple(error.what(), error.message(), error.hint(), at.file, at.line, at.column));
    } catch (const NotCertified& error) {
      raise("NotCertified", py::make_tuple(error.what()));
    } catch (const LostOutput& error) {
      PyErr_SetString(PyExc_OSError, error.what());
    }
  });
  m.attr("version") = version();
}

void bind_world(py::module_& m) {
  py::class_<ArrayMeaning>(m, "ArrayMeaning")
      .def_readonly("name", &ArrayMeaning::name)
      .def_readonly("axes", &ArrayMeaning::axes)
      .def_readonly("unit", &ArrayMeaning::unit)
      .def_readonly("text", &ArrayMeaning::text);
  m.def("world_arrays", &world_arrays);
  m.def("level_arrays", &level_arrays);
  m.def("change_arrays", &change_arrays);

  py::class_<Session>(m, "Session")
      .def_static(
          "open",
          [](const std::string& world, const std::string& ledger) { return Session::open(world, ledger); },
          py::arg("world"), py::arg("ledger"), py::call_guard<py::gil_scoped_release>())
      .def_property_readonly("name", [](const Session& s) { return s.world().name; })
      .def_property_readonly("title", [](const Session& s) { return s.world().title; })
      .def_property_readonly("base_year", [](const Session& s) { return s.world().base_year; })
      .def_property_readonly("currency", [](const Session& s) { return s.world().currency; })
      .def_property_readonly("tariff_date", [](const Session& s) { return to_string(s.world().tariff_date); })
      .def("labels", [](const Session& s, const std::string& axis) { return axis_labels(s.world(), axis); })
      .def("id_of", [](const Session& s, const std::string& name) { return id_of(s.world(), name); })
      .def("elasticities",
           [](const Session& s) {
             std::vector<std::string> ids;
             for (const ElasticitySet& set : s.world().elasticities) ids.push_back(set.id);
             return ids;
           })
      .def("measures",
           [](const Session& s) {
             std::vector<std::pair<std::string, std::string>> all;
             for (const Measure& measure : s.ledger().measures()) all.emplace_back(measure.id, measure.title);
             return all;
           })
      .def("measure", [](const Session& s,
                         const std::string& id) { return to_toml(s.ledger().measure(id, Location{})); })
      .def("array",
           [](const py::object& self, const std::string& name) {
             return array_of(world_view(self.cast<const Session&>().world(), name), self);
           })
      .def("base_situation",
           [](const Session& s, const std::map<std::string, std::string>& options) {
             return s.base_year(read_options(option_table(options), s.world()));
           })
      .def(
          "status_quo",
          [](const Session& s, const std::string& day, const std::optional<std::string>& known_by,
             const std::map<std::string, std::string>& options) {
            return s.status_quo(*day_of(day), day_of(known_by),
                                read_options(option_table(options), s.world()));
          },
          py::call_guard<py::gil_scoped_release>())
      .def(
          "scenario",
          [](const Session& s, const std::string& name, const std::map<std::string, std::string>& options) {
            const Scenario scenario = open_scenario(name);
            std::map<std::string, Scenario::Option> table = scenario.options;
            for (auto& [key, option] : option_table(options)) table[key] = option;
            return s.scenario(scenario, read_options(table, s.world()));
          },
          py::call_guard<py::gil_scoped_release>());
}

void bind_situation(py::module_& m) {
  py::class_<Situation>(m, "Situation")
      .def("with_text", &with_text, py::call_guard<py::gil_scoped_release>())
      .def(
          "with_file",
          [](const Situation& s, const std::string& text, const std::string& name) {
            return s.with_toml(text, name);
          },
          py::call_guard<py::gil_scoped_release>())
      .def(
          "with_table",
          [](const Situation& s, const std::string& text, const std::string& name) {
            return s.with(measure_of(text, name));
          },
          py::call_guard<py::gil_scoped_release>())
      .def("without", &Situation::without, py::call_guard<py::gil_scoped_release>())
      .def(
          "under",
          [](const Situation& s, const std::map<std::string, std::string>& options) {
            return s.under(read_options(option_table(options), s.world(), s.options()));
          },
          py::call_guard<py::gil_scoped_release>())
      .def("reference", &Situation::reference)
      .def_property_readonly("is_status_quo", &Situation::is_status_quo)
      .def_property_readonly("day", [](const Situation& s) { return to_string(s.policy().as_of); })
      .def_property_readonly("known_by", [](const Situation& s) { return text_of(s.policy().known_by); })
      .def("applied",
           [](const Situation& s) {
             py::list all;
             for (const AppliedMeasure& a : s.policy().applied)
               all.append(py::make_tuple(a.measure->id, a.measure->title, a.measure->by, a.measure->on,
                                         a.measure->goods, to_string(a.measure->instrument),
                                         to_string(a.status), a.solved));
             return all;
           })
      .def(
          "solve", [](const Situation& s) { return std::make_shared<Answer>(s); },
          py::call_guard<py::gil_scoped_release>());

  py::class_<Answer, std::shared_ptr<Answer>>(m, "Answer")
      .def_property_readonly("situation", &Answer::situation)
      .def_property_readonly("certified", [](const Answer& a) { return a.outcome().certified(); })
      .def_property_readonly("id", [](const Answer& a) { return a.outcome().id(); })
      .def_property_readonly("certificate", [](const Answer& a) { return certificate_dict(a.outcome()); })
      .def("level",
           [](const py::object& self, const std::string& name) {
             return array_of(self.cast<const Answer&>().view(name), self);
           })
      .def("change",
           [](const py::object& self, const std::string& name) {
             const auto& answer = self.cast<const Answer&>();
             const Changes& changes = [&]() -> const Changes& {
               const py::gil_scoped_release free;
               return answer.changes();
             }();
             return array_of(changes.view(name), self);
           })
      .def("change_of",
           [](const Answer& a, const std::string& economy) {
             const EconomyChange& change = [&]() -> const EconomyChange& {
               const py::gil_scoped_release free;
               return a.changes().comparison()[id_of(a.situation().world(), economy)];
             }();
             return change_dict(change);
           })
      .def("flow",
           [](const Answer& a, const std::string& flow) {
             const World& world = a.situation().world();
             const FlowSet set = read_flows(world, flow, Location{});
             const FlowTotals sum = totals(world, a.solution(), set);
             return py::dict(py::arg("border") = sum.border_musd, py::arg("paid") = sum.user_musd,
                             py::arg("quantity") = sum.quantity, py::arg("unit") = set.unit,
                             py::arg("price") = sum.price(set));
           })
      .def("columns", [](const Answer& a, const LongFilter& filter, const std::string& scenario) {
        LongColumns columns = [&] {
          const py::gil_scoped_release free;
          const World& world = a.situation().world();
          std::vector<LongRow> rows = long_table(world, a.changes().comparison(), scenario, true);
          for (LongRow& row : money_rows(world, a.solution(), scenario)) rows.push_back(std::move(row));
          return long_columns(world, rows, filter, &a, scenario);
        }();
        return columns_dict(std::move(columns));
      });

  py::class_<LongFilter>(m, "LongFilter")
      .def(py::init([](std::vector<std::string> variables, std::vector<std::string> economies,
                       std::vector<std::string> partners, std::vector<std::string> sectors) {
        return LongFilter{std::move(variables), std::move(economies), std::move(partners),
                          std::move(sectors)};
      }));
}

py::tuple range_tuple(const Range& range) { return py::make_tuple(range.central, range.low, range.high); }

void bind_told(py::module_& m) {
  py::class_<Told>(m, "Told")
      .def_property_readonly("run_id", [](const Told& t) { return t.report().run_id; })
      .def_property_readonly("certified", [](const Told& t) { return t.report().certified(); })
      .def("text", &Told::text)
      .def("json", &Told::json)
      .def("write", &Told::write, py::call_guard<py::gil_scoped_release>())
      .def("columns",
           [](const Told& t, const LongFilter& filter) { return columns_dict(t.columns(filter)); });

  py::class_<Compared>(m, "Compared")
      .def_property_readonly("told", [](const Compared& c) -> const Told& { return c.told; })
      .def("change",
           [](const py::object& self, const std::string& name) {
             return array_of(self.cast<const Compared&>().changes.view(name), self);
           })
      .def("change_of", [](const Compared& c, const std::string& economy) {
        return change_dict(c.changes.comparison()[economy]);
      });
  m.def("compare",
        [](const Session& session, const std::shared_ptr<Answer>& from, const std::string& from_name,
           const std::shared_ptr<Answer>& to, const std::string& to_name,
           const std::optional<std::string>& range, const py::object& progress) {
          constexpr std::size_t equilibria_a_case = 2;
          const RangeKind kind = range_kind(range, session.world(), equilibria_a_case);
          return watched(progress, [&](const Watch& watch) {
            return std::make_unique<Compared>(
                compare_answers(session, {from, from_name}, {to, to_name}, kind, watch.progress));
          });
        });
}

void bind_room(py::module_& m) {
  py::class_<RoomTold>(m, "RoomTold")
      .def_property_readonly("told", [](const RoomTold& r) -> const Told& { return r.told; })
      .def_property_readonly("without_leeway", [](const RoomTold& r) { return without_leeway(r.room); })
      .def_property_readonly("economy", [](const RoomTold& r) { return r.room.economy_name; })
      .def_property_readonly(
          "reading", [](const RoomTold& r) { return to_string(r.room.leeway.value().central.reading); })
      .def_property_readonly("p_star",
                             [](const RoomTold& r) {
                               const Leeway& l = r.room.leeway.value();
                               return py::make_tuple(l.central.p_star, l.low, l.high);
                             })
      .def_property_readonly("gain", [](const RoomTold& r) { return range_tuple(r.room.gain_musd); })
      .def_property_readonly("loss", [](const RoomTold& r) { return range_tuple(r.room.loss_musd); })
      .def_property_readonly("threat_rate", [](const RoomTold& r) { return r.room.threat_rate; })
      .def("cases",
           [](const RoomTold& r) {
             py::list all;
             for (const LeewayCase& c : r.room.leeway.value().cases)
               all.append(py::make_tuple(c.name, c.elasticities, c.horizon, c.rates, c.gain_musd, c.loss_musd,
                                         c.p_star, to_string(c.reading)));
             return all;
           })
      .def("failed",
           [](const RoomTold& r) {
             py::list all;
             if (r.room.leeway)
               for (const FailedCase& c : r.room.leeway->failed)
                 all.append(py::make_tuple(c.name, to_string(c.option), failure_words(*c.failure)));
             return all;
           })
      .def("frontier",
           [](const RoomTold& r) {
             py::list all;
             for (const FrontierPoint& p : r.room.frontier)
               all.append(py::make_tuple(p.scale, p.rate, p.gain_musd, p.loss_musd, p.p_star));
             return all;
           })
      .def("seats", [](const RoomTold& r) {
        py::list all;
        for (const SeatStakes& s : r.room.seats)
          all.append(py::make_tuple(to_string(s.seat), s.economy, s.name, s.deal.central, s.carry_out.central,
                                    s.whole.central));
        return all;
      });
  m.def("room",
        [](const Session& session, const Situation& on, std::string economy,
           std::optional<std::string> threat, std::vector<std::string> deal, std::optional<double> lasts,
           std::optional<double> deal_lasts, std::optional<std::string> range, const py::object& progress) {
          const RoomAsked asked{std::move(economy), std::move(threat), std::move(deal), lasts,
                                deal_lasts,         std::move(range)};
          return watched(progress, [&](const Watch& watch) {
            return std::make_unique<RoomTold>(ask_room(session, on, asked, watch.progress));
          });
        });
}

}  // namespace

}  // namespace leeway::python

PYBIND11_MODULE(_engine, m) {
  using namespace leeway::python;
  bind_errors(m);
  bind_world(m);
  bind_situation(m);
  bind_told(m);
  bind_room(m);
}
