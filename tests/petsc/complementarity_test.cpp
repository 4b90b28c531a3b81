// PETSc's solvers of variational inequalities as a second opinion on instruments (optional build,
// -DLEEWAY_PETSC=ON): the same equations, its own globalisation and active sets, dense Jacobians and LU.

#include <petscsnes.h>

#include "model/instruments_support.h"

namespace leeway {
namespace {

using namespace leeway::testing;

// Rows of multipliers hold G itself: G >= 0 at zero, G <= 0 at the top, G = 0 between.
struct Problem {
  CompiledPolicy* compiled = nullptr;
  Equilibrium* equilibrium = nullptr;
  int first = 0;  // multiplier row
};

std::vector<double> read(Vec v) {
  const PetscScalar* from = nullptr;
  PetscInt size = 0;
  VecGetLocalSize(v, &size);
  VecGetArrayRead(v, &from);
  std::vector<double> out(from, from + size);
  VecRestoreArrayRead(v, &from);
  return out;
}

void evaluate(const Problem& problem, const std::vector<double>& z, std::vector<double>& r) {
  problem.equilibrium->residual(z, r);
  const auto& instruments = problem.compiled->instruments.instruments;
  for (std::size_t j = 0; j < instruments.size(); ++j) r[at(problem.first) + j] = instruments[j].G;
}

PetscErrorCode form_function(SNES, Vec x, Vec f, void* context) {
  const auto& problem = *static_cast<Problem*>(context);
  const std::vector<double> z = read(x);
  std::vector<double> r(z.size());
  evaluate(problem, z, r);
  PetscScalar* to = nullptr;
  VecGetArray(f, &to);
  std::copy(r.begin(), r.end(), to);
  VecRestoreArray(f, &to);
  return 0;
}

PetscErrorCode form_jacobian(SNES, Vec x, Mat, Mat jacobian, void* context) {
  const auto& problem = *static_cast<Problem*>(context);
  const std::vector<double> z = read(x);
  std::vector<double> r(z.size());
  evaluate(problem, z, r);
  auto& instruments = problem.compiled->instruments.instruments;
  for (auto& one : instruments) one.active = true;
  std::vector<double> v(z.size(), 0.0);
  std::vector<double> column(z.size());
  for (std::size_t k = 0; k < z.size(); ++k) {
    v[k] = 1.0;
    problem.equilibrium->jacobian(v, column);
    v[k] = 0.0;
    for (std::size_t j = 0; j < instruments.size(); ++j)
      column[at(problem.first) + j] /= instruments[j].scale;
    for (std::size_t row = 0; row < z.size(); ++row)
      MatSetValue(jacobian, static_cast<PetscInt>(row), static_cast<PetscInt>(k), column[row], INSERT_VALUES);
  }
  MatAssemblyBegin(jacobian, MAT_FINAL_ASSEMBLY);
  MatAssemblyEnd(jacobian, MAT_FINAL_ASSEMBLY);
  return 0;
}

// The solution by PETSc, empty when it gives up.
std::vector<double> solve_by_petsc(const World& world, const Options& options, const Policy& policy,
                                   const char* type) {
  const Calibration c = calibrate(world, options);
  CompiledPolicy compiled = compile(c, world, policy);
  Equilibrium equilibrium(c, compiled);
  equilibrium.use_full_precision();
  Problem problem{&compiled, &equilibrium, equilibrium.layout().levels()};
  const auto size = static_cast<PetscInt>(equilibrium.size());
  Vec x = nullptr;
  Vec residual = nullptr;
  Vec low = nullptr;
  Vec high = nullptr;
  VecCreateSeq(PETSC_COMM_SELF, size, &x);
  VecDuplicate(x, &residual);
  VecDuplicate(x, &low);
  VecDuplicate(x, &high);
  VecSet(x, 0.0);
  VecSet(low, PETSC_NINFINITY);
  VecSet(high, PETSC_INFINITY);
  for (std::size_t j = 0; j < compiled.instruments.instruments.size(); ++j) {
    const double top = compiled.instruments.instruments[j].top;
    const auto row = static_cast<PetscInt>(problem.first) + static_cast<PetscInt>(j);
    VecSetValue(low, row, 0.0, INSERT_VALUES);
    VecSetValue(high, row, std::isfinite(top) ? top : static_cast<double>(PETSC_INFINITY), INSERT_VALUES);
  }
  VecAssemblyBegin(low);
  VecAssemblyEnd(low);
  VecAssemblyBegin(high);
  VecAssemblyEnd(high);
  Mat jacobian = nullptr;
  MatCreateSeqDense(PETSC_COMM_SELF, size, size, nullptr, &jacobian);
  SNES snes = nullptr;
  SNESCreate(PETSC_COMM_SELF, &snes);
  SNESSetType(snes, type);
  SNESSetFunction(snes, residual, form_function, &problem);
  SNESSetJacobian(snes, jacobian, jacobian, form_jacobian, &problem);
  SNESVISetVariableBounds(snes, low, high);
  SNESSetTolerances(snes, 1e-12, 1e-14, 0.0, 200, 10000);
  KSP ksp = nullptr;
  PC pc = nullptr;
  SNESGetKSP(snes, &ksp);
  KSPSetType(ksp, KSPPREONLY);
  KSPGetPC(ksp, &pc);
  PCSetType(pc, PCLU);
  SNESSolve(snes, nullptr, x);
  SNESConvergedReason reason = SNES_CONVERGED_ITERATING;
  SNESGetConvergedReason(snes, &reason);
  std::vector<double> z;
  if (reason > 0) z = read(x);
  SNESDestroy(&snes);
  MatDestroy(&jacobian);
  for (Vec* v : {&x, &residual, &low, &high}) VecDestroy(v);
  return z;
}

void agrees_on_random_sets(const char* type) {
  int agreed = 0;
  for (unsigned set = 0; set < 64; ++set) {
    const World world = small_world(4, 3, 300 + set % 8);
    Options options = nests()[set % nests().size()].options;
    options.tolerance = 1e-12;
    std::mt19937_64 random(7000 + set);
    Policy policy = random_instruments(world, random, 1 + static_cast<int>(set % 6));
    if (set % 3 == 0) random_parts(world, random, policy, 1);
    const Result ours = solved(Model(world, options), policy).result;
    const std::vector<double> theirs = solve_by_petsc(world, options, policy, type);
    if (theirs.empty()) continue;
    ++agreed;
    for (std::size_t j = 0; j < theirs.size(); ++j)
      ASSERT_TRUE(agrees(ours.state[j], theirs[j], 1e-8)) << "set " << set << " unknown " << j;
  }
  std::printf("%d of 64 sets solved by PETSc's %s, all with the same answer\n", agreed, type);
  EXPECT_GE(agreed, 50);
}

TEST(Petsc, SemismoothNewtonGivesTheSameEquilibria) { agrees_on_random_sets(SNESVINEWTONSSLS); }
TEST(Petsc, ReducedSpaceNewtonGivesTheSameEquilibria) { agrees_on_random_sets(SNESVINEWTONRSLS); }

}  // namespace
}  // namespace leeway

int main(int argc, char** argv) {
  ::testing::InitGoogleTest(&argc, argv);
  PetscInitialize(&argc, &argv, nullptr, nullptr);
  const int failed = RUN_ALL_TESTS();
  PetscFinalize();
  return failed;
}
